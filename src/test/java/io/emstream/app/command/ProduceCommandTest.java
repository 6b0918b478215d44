package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told before any broker is asked. */
class ProduceCommandTest {
    @TempDir
    private Path directory;

    @Test
    void wrongOptionsAreWrongUse() {
        for (String[] wrong : new String[][] {
            {"--rate", "0", "--rate = 0.0, must be above 0"},
            {"--wait", "PT0S", "--wait = PT0S, must be above 0"},
            {"--format", "xml", "--format = xml"},
            {"--input", "xml", "Invalid value for option '--input'"},
            {"--block", "0", "--block = 0, must be from 1 to "},
            // 25 bytes and 20 responsibilities of 4 bytes each in the answer to each row.
            {
                "--set=clusters=auto:2..20",
                "--set=points.format=float64",
                "--block=9524",
                "--block = 9524, must be from 1 to 9"
            },
            {"--format=csv", "--block=2", "--block = 2, must be left out where points.format = csv"},
        }) {
            List<String> words = new ArrayList<>(List.of("produce", "f.csv"));
            words.addAll(List.of(wrong).subList(0, wrong.length - 1));
            Console console = Console.run(words.toArray(String[]::new));
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err()).startsWith("emstream: ").contains(wrong[wrong.length - 1]);
        }
        assertThat(Console.run("produce", "f.csv", "--resume", "--no-mark").status())
                .isEqualTo(2);
        assertThat(Console.run("produce").err()).contains("Missing required parameter: 'FILE'");
    }

    @Test
    void aFileThatIsNotAsWantedIsASentence() throws IOException {
        assertThat(failed("none.csv", List.of())).contains("none.csv cannot be read: there is no such file in ");
        write("f.csv", "a,b\n1,2\n");
        assertThat(failed("f.csv", List.of("--columns", "c"))).contains("there is no column c; there are a, b");
        assertThat(failed("f.csv", List.of("--set", "dimension=3")))
                .contains("f.csv has 2 columns of features (a, b), but the configuration has 3 (x0, x1, x2)");
        write("f.jsonl", "{\"a\":1}\n");
        assertThat(failed("f.jsonl", List.of()))
                .contains("f.jsonl:1: the point is neither an array nor an object", "--columns");
        Console timed = run("f.jsonl", List.of("--timestamp", "t"));
        assertThat(timed.status()).isEqualTo(2);
        assertThat(timed.err()).contains("--timestamp and --weight name columns of CSV");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private String failed(String name, List<String> options) {
        Console console = run(name, options);
        assertThat(console.status()).as(console.err()).isEqualTo(1);
        assertThat(console.out()).isEmpty();
        return console.err();
    }

    private Console run(String name, List<String> options) {
        List<String> words =
                new ArrayList<>(List.of("produce", directory.resolve(name).toString()));
        words.addAll(options);
        return Console.run(words.toArray(String[]::new));
    }
}
