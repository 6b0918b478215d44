package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The picture. A change of it breaks applications that run: their internal topics carry the names of its nodes and stores. */
class ClusteringTopologyTest {
    @Test
    void thePictureIsTheOneThatWasPromised() throws Exception {
        Properties properties = TestSettings.streams("none:0");
        String picture = ClusteringTopology.build(new TestSettings().build(), properties, Runnable::run)
                .describe()
                .toString();
        try (InputStream promised = Objects.requireNonNull(getClass().getResourceAsStream("topology.txt"))) {
            assertThat(picture.strip()).isEqualTo(new String(promised.readAllBytes(), UTF_8).strip());
        }
    }
}
