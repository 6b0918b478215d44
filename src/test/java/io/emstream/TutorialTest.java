package io.emstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.command.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial shows what a reader who types its commands will see. */
class TutorialTest {
    private static final Page TUTORIAL = Page.of("tutorial.md");

    @TempDir
    private Path directory;

    @Test
    void aFitPrintsWhatThePageShows() throws Exception {
        String command = TUTORIAL.listings("sh").stream()
                .filter(each -> each.contains("emstream.jar fit "))
                .findFirst()
                .orElseThrow()
                .strip()
                .replace("java -jar target/emstream.jar ", "")
                .replace("model.json", directory.resolve("model.json").toString())
                .replace("labels.csv", directory.resolve("labels.csv").toString());
        Console fit = Console.run(command.split(" ", -1));
        assertThat(fit.err()).isEmpty();
        List<String> shown = TUTORIAL.listings("");
        assertThat(linesOf(fit.lines().stream()
                        .filter(line -> !line.startsWith("{"))
                        .toList()))
                .isEqualTo(shown.get(0));
        assertThat(linesOf(Files.readAllLines(directory.resolve("labels.csv")).subList(0, 3)))
                .isEqualTo(shown.get(1));
    }

    private static String linesOf(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
