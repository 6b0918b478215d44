package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of the page, tried by Node's own test runner, where there is one. */
@Timeout(120)
class PageModulesTest {
    private static final int FIRST_WITH_A_TEST_RUNNER = 18;
    private static final Path SOURCES = Path.of("src");
    private static final Path MODULES = Path.of("main", "resources", "io", "emstream", "app", "http", "dashboard");
    private static final Path TESTS = Path.of("test", "js");

    @TempDir
    private Path directory;

    @Test
    void theModulesOfThePageDoWhatTheirTestsSay() throws Exception {
        Optional<Path> node = Browser.program("node");
        assumeTrue(node.isPresent(), "no node, so the page's modules are tried in the browser only");
        String version =
                said(new ProcessBuilder(node.get().toString(), "--version")).strip();
        assumeTrue(
                Integer.parseInt(version.substring(1, version.indexOf('.'))) >= FIRST_WITH_A_TEST_RUNNER,
                "node " + version + " is too old for the page's modules");
        // The same files once more, where Node is told that they are modules, as the page tells the browser.
        copy(MODULES);
        List<String> command = new ArrayList<>(List.of(node.get().toString(), "--test"));
        copy(TESTS).forEach(test -> command.add(test.toString()));
        Files.writeString(directory.resolve("package.json"), "{\"type\":\"module\"}");
        ProcessBuilder tests = new ProcessBuilder(command).directory(directory.toFile());
        String report = said(tests);
        assertThat(report).containsPattern("(?m)^. fail 0$").containsPattern("(?m)^. pass [1-9]");
    }

    private List<Path> copy(Path folder) throws IOException {
        Files.createDirectories(directory.resolve(folder));
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                copies.add(Files.copy(file, directory.resolve(folder).resolve(file.getFileName())));
            }
        }
        return copies;
    }

    private static String said(ProcessBuilder command) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
