package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs in Python, for what is checked or consumed without our code. */
public final class Python {
    private static final String ANY = "python3";

    private Python() {}

    /** Skips the test, and says so, where there is no NumPy. */
    public static void assumeNumPy() throws Exception {
        Assumptions.assumeTrue(
                has(ANY, "numpy"), "skipped: there is no python3 with NumPy (apt-get install python3-numpy)");
    }

    /** Whether an interpreter is there and has a module. */
    public static boolean has(String interpreter, String module) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(interpreter, "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    /** What one of the examples of the documentation prints. */
    public static String example(Path directory, String file, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = ANY;
        command[1] = Page.EXAMPLES.resolve(file).toAbsolutePath().toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return run(directory, command);
    }

    /** What a program prints; it must end well. */
    public static String run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
