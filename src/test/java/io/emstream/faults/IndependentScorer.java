package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.AnswerCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Labels a whole run again without our code, by {@code src/test/python/score.py}, where there is NumPy. */
final class IndependentScorer {
    private static final Logger LOG = LoggerFactory.getLogger(IndependentScorer.class);
    private static final double TOLERANCE = 1e-6;

    private IndependentScorer() {}

    /** Checks that all labels follow from the models topic, and says by how much they differ. */
    static String check(AnswerCheck run, Path directory) throws Exception {
        if (!hasNumPy()) {
            LOG.warn("labels are not computed again: there is no python3 with NumPy (apt-get install python3-numpy)");
            return "no NumPy";
        }
        run.export(directory);
        Process python = new ProcessBuilder("python3", "src/test/python/score.py", directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        JsonNode result = new ObjectMapper().readTree(said);
        assertThat(result.get("labels").asInt()).isEqualTo(run.feed().points());
        assertThat(result.get("largest").asDouble()).as(said).isLessThan(TOLERANCE);
        return String.format(
                Locale.ROOT,
                "%.1e of %d labels by %d models",
                result.get("largest").asDouble(),
                result.get("labels").asInt(),
                result.get("models").asInt());
    }

    private static boolean hasNumPy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }
}
