package io.emstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code config/jvm.options} is understood by this JDK, and what a user adds goes before. */
class JvmOptionsTest {
    private static final String OPTIONS = "@config/jvm.options";

    @Test
    void theySaveMemory() throws Exception {
        assertThat(flags(OPTIONS)).contains(" UseSerialGC = true ", " InitialHeapSize = 16777216 ");
    }

    @Test
    void anotherHeapOrCollectorGoesBefore() throws Exception {
        assertThat(flags(OPTIONS, "-Xmx320m", "-XX:-UseSerialGC", "-XX:+UseG1GC"))
                .contains(" MaxHeapSize = 335544320 ", " UseG1GC = true ", " UseSerialGC = false ");
    }

    private static String flags(String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        return said.replaceAll(" +", " ");
    }
}
