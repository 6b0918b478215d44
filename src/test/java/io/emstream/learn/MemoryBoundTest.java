package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.LearnerStateCodec;
import io.emstream.family.Families;
import io.emstream.point.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBoundTest {
    private static final LearnerStateCodec STATES = new LearnerStateCodec(Families::parse);

    @ParameterizedTest
    @CsvSource({"100", "5000"})
    void theStoreHoldsNoMoreThanItsPartOfTheBoundHoweverLongTheStream(int pane) {
        Settings settings = new Settings("gaussian-full", 4, 2);
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        settings.paneLength = pane;
        LearnerSettings built = settings.build();
        Map<String, Integer> store = new HashMap<>();
        long[] largest = {0};
        OnePass pass = new OnePass(built, true, pane, state -> {
            for (String block : state.takeChanges()) {
                byte[] bytes = STATES.encode(state, block);
                store.put(block, bytes == null ? 0 : bytes.length);
            }
            largest[0] = Math.max(
                    largest[0],
                    store.values().stream().mapToLong(Integer::longValue).sum());
            return state;
        });
        TrueMixture truth = TrueMixture.named("well");
        Random random = new Random(2);
        for (int part = 0; part < 50; part++) {
            for (Point point : truth.draw(5000, random)) {
                point.values()[0] += part < 25 ? 0 : 20;
                pass.feed(List.of(point));
            }
        }
        MemoryBound bound = MemoryBound.of(built);
        // 2·R of the reservoir, R since an alarm, the newest points, eight tracks and a pane, all of them in bytes.
        long newest = 125 * 24 + 4096;
        long stored = (3L * 20_000 + newest) * (16 + 16) + (bound.bytesPerPane() - 4096L * 112) + 16 * 4 * 8 * 8 + 4096;
        assertThat(largest[0]).isLessThan(stored).isLessThan(bound.bytes());
    }
}
