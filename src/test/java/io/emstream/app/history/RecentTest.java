package io.emstream.app.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static Recent.Said said(String json) {
        return new Recent.Said(json.getBytes(UTF_8), Instant.EPOCH);
    }

    private static List<String> all(Recent recent) {
        return recent.last(Integer.MAX_VALUE).stream()
                .map(each -> new String(each.json(), UTF_8))
                .toList();
    }

    @Test
    void whoBeginsLaterKeepsTheSame() {
        Random random = new Random(3);
        List<String> stream = IntStream.range(0, 300)
                .mapToObj(i -> i + "x".repeat(random.nextInt(60)))
                .toList();
        Recent early = new Recent(20, 500);
        for (int end = 0; end < stream.size(); end++) {
            early.add(said(stream.get(end)));
            Recent late = new Recent(20, 500);
            for (int i = Math.max(0, end - 25); i <= end; i++) {
                late.add(said(stream.get(i)));
            }
            assertThat(all(late)).as("%d", end).isEqualTo(all(early));
        }
    }

    @Test
    void theNewestIsKeptWhateverItsSize() {
        Recent recent = new Recent(3, 10);
        recent.add(said("small"));
        assertThat(recent.hasOverflown()).isFalse();
        recent.add(said("x".repeat(100)));
        assertThat(all(recent)).containsExactly("x".repeat(100));
        assertThat(recent.hasOverflown()).isTrue();
    }

    @Test
    void aRepetitionIsNoNews() {
        Recent recent = new Recent(3, 1000);
        assertThat(recent.add(said("a"))).isTrue();
        assertThat(recent.add(said("a"))).isFalse();
        assertThat(recent.add(said("b"))).isTrue();
        assertThat(recent.add(said("a"))).isTrue();
        assertThat(all(recent)).containsExactly("a", "b", "a");
        assertThat(recent.last(2)).hasSize(2);
    }
}
