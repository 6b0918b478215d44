package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.Samples;
import io.emstream.app.processing.PartitionShare;
import io.emstream.em.Responsibilities;
import io.emstream.family.Families;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.CountedPoints;
import io.emstream.streams.StreamCounts;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveFramesTest {
    private static final Health WELL = new Health(true, List.of(), List.of());
    private static final PartitionShare SHARE = new PartitionShare(2, 4);

    @Test
    void aFrameIsItsNameALineOfDataAndAnEmptyLine() {
        assertThat(new String(LiveFrames.event("{\"a\":\n1}\r\n".getBytes(UTF_8)), UTF_8))
                .isEqualTo("event: event\ndata: {\"a\": 1}  \n\n");
    }

    @Test
    void aModelThatIsLargeIsItsVersionOnly() {
        byte[] small = "{\"version\":3}".getBytes(UTF_8);
        assertThat(text(LiveFrames.model(3, small))).isEqualTo("event: model\ndata: {\"version\":3}\n\n");
        byte[] large = new byte[LiveFrames.LARGE_MODEL + 1];
        assertThat(text(LiveFrames.model(42, large))).isEqualTo("event: model\ndata: {\"version\":42}\n\n");
    }

    @Test
    void aTickTellsHealthCountsShareAndLag() throws IOException {
        StreamCounts counts = new StreamCounts();
        CountedPoints.refuse(counts, Reason.NOT_A_POINT);
        CountedPoints.refuse(counts, Reason.NOT_A_POINT);
        JsonNode tick = tick(LiveFrames.tick(17, Health.notReady("it starts"), counts, SHARE, 12));
        assertThat(tick.get("at").asLong()).isEqualTo(17);
        assertThat(tick.get("health").get("ready").asBoolean()).isFalse();
        assertThat(tick.get("health").get("reasons").get(0).asText()).isEqualTo("it starts");
        assertThat(tick.get("deadLetters").get("NOT_A_POINT").asInt()).isEqualTo(2);
        assertThat(tick.get("deadLetters").get("TOO_LARGE").asInt()).isZero();
        assertThat(tick.get("labels").get("OK").asInt()).isZero();
        assertThat(tick.get("partitions").get("own").asInt()).isEqualTo(2);
        assertThat(tick.get("partitions").get("all").asInt()).isEqualTo(4);
        assertThat(tick.get("lag").asDouble()).isEqualTo(12);
        assertThat(tick.get("drift").isNull()).as("without the learner").isTrue();
        assertThat(tick.get("points")).isEmpty();
    }

    @Test
    void whatNobodyKnowsIsNotANumber() throws IOException {
        JsonNode tick = tick(LiveFrames.tick(17, WELL, new StreamCounts(), SHARE, Double.NaN));
        assertThat(tick.get("lag").isNull()).isTrue();
    }

    @Test
    void beforeThereIsAProcessorOnlyItsHealthIsTold() throws IOException {
        JsonNode tick = tick(LiveFrames.tick(17, WELL, null, PartitionShare.NONE, Double.NaN));
        assertThat(tick.fieldNames()).toIterable().containsExactly("at", "health");
    }

    @Test
    void aPointIsItsModelClusterResponsibilityPlaceAndValues() throws IOException {
        StreamCounts counts = new StreamCounts();
        counts.sample().watch(true);
        Responsibilities answer = new Responsibilities(
                new CompiledMixture(Samples.mixture(Families.parse("gaussian-full"), 1, 2, new Random(1))));
        assertThat(answer.of(Point.of(1.5, Double.NaN))).isTrue();
        CountedPoints.label(counts, Point.of(1.5, Double.NaN), answer, 7, 3, 1234);
        JsonNode tick = tick(LiveFrames.tick(17, WELL, counts, SHARE, 0));
        assertThat(tick.get("points")).hasSize(1);
        assertThat(tick.get("points").get(0).toString()).isEqualTo("[7,1,1.0,3,1234,[1.5,null]]");
        assertThat(tick.get("labels").get("OK").asInt()).isEqualTo(1);
        assertThat(tick(LiveFrames.tick(18, WELL, counts, SHARE, 0)).get("points"))
                .as("told once")
                .isEmpty();
    }

    private static JsonNode tick(byte[] frame) throws IOException {
        String text = text(frame);
        assertThat(text).startsWith("event: tick\ndata: {").endsWith("}\n\n");
        assertThat(text.lines()).hasSize(3);
        return new ObjectMapper().readTree(text.substring(text.indexOf('{')));
    }

    private static String text(byte[] frame) {
        return new String(frame, UTF_8);
    }
}
