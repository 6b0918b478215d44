package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Page;
import io.emstream.learn.ClusterRange;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongUseTest {
    @TempDir
    private Path directory;

    @Test
    void wrongUseIsASentenceAndStatusTwo() {
        assertThat(Console.run()).isEqualTo(new Console(2, "", "emstream: which command?\nTry: emstream --help\n"));
        assertThat(Console.run("topics"))
                .isEqualTo(new Console(
                        2,
                        "",
                        "emstream: say what to do with the topics: create or check\nTry: emstream topics --help\n"));
        Console misspelt = Console.run("topcs");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err()).contains("Did you mean: emstream topics");
    }

    @Test
    void aWrongConfigurationIsTheListOfItsProblems() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "clusters=0\nlatness=PT1S\n");
        Console console = Console.run("topics", "check", "--config", file.toString());
        assertThat(console)
                .isEqualTo(new Console(
                        2,
                        "",
                        "emstream: " + file + ": clusters = 0, must be " + ClusterRange.FORMS + "\nemstream: " + file
                                + ": latness = PT1S, is no setting, did you mean lateness?\n"));
    }

    /** What a newcomer gets wrong with a file {@code data.csv}, and the sentence, which is also on the page about errors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a;b/1;2 | fit @ | 1 | data.csv:1: names are separated by semicolons, must be by commas, and numbers must have",
                "1.1,2/3,4 | fit @ | 1 | data.csv:1: \"1.1\" is no name of a column; the first row must hold names: put one",
                "name/anna | fit @ | 1 | data.csv has no column of numbers below its names. Say which columns to read with",
                "a,b/1,2/3,x | fit @ --clusters 1 | 0 | NOT_A_POINT: data.csv:3: b is \"x\", must be a number",
                "a,b/1,2/3 | fit @ --clusters 1 | 0 | WRONG_DIMENSION: data.csv:3: row has 1 cell, must have 2 like the header",
                "a,b/1,2 | fit @ --columns a,c | 1 | data.csv: there is no column c; there are a, b.",
                "a,b/1,2/3,4 | fit @ --clusters 5 | 1 | has 2 rows to learn from, but 5 clusters need one each at the least.",
                "a,b/1,2/3,4 | fit @ | 1 | has 2 rows to learn from, but to find the number of clusters takes 10 at the least.",
                "a,b/1,2 | fit @ --clusters three | 2 | --clusters = three, must be 1 or more, auto (1 to 20), or limits such as",
                "a,b/1,2 | fit @ --family gausian | 2 | --family = gausian, must be one of gaussian-full, gaussian-tied,",
                "a,b/1,2 | fit @ --clusters 1 --labels @/x | 1 | The labels cannot be written to",
                "a,b/1,2 | score @ --model @ | 1 | data.csv is no model: model is not JSON:",
                "a,b/1,2 | fit @.csv | 1 | cannot be read: there is no such file in",
                "a,b/1,2 | run | 2 | features and dimension are not set, one of them must be: the names of the features, or",
                "a,b/1,2 | run --config nosuch.properties | 2 | nosuch.properties: there is no such file",
                "a,b/1,2 | repaly | 2 | Did you mean: emstream replay or emstream score?",
            })
    void aMistakeIsASentenceOfThePage(String content, String arguments, int status, String sentence) throws Exception {
        Path file = Files.writeString(directory.resolve("data.csv"), content.replace('/', '\n') + "\n");
        Console console = Console.run(arguments.replace("@", file.toString()).split(" ", -1));
        assertThat(console.err()).contains(sentence).doesNotContain("\tat ").doesNotContain("should not happen");
        assertThat(console.status()).isEqualTo(status);
        assertThat(Page.of("errors.md").text()).contains(sentence);
    }

    @Test
    void everyCommandExplainsItself() {
        for (String[] command : new String[][] {
            {},
            {"topics"},
            {"topics", "create"},
            {"topics", "check"},
            {"version"},
            {"run"},
            {"demo"},
            {"replay"},
            {"produce"},
            {"consume"},
            {"plot"},
            {"fit"},
            {"score"}
        }) {
            String[] arguments = java.util.Arrays.copyOf(command, command.length + 1);
            arguments[command.length] = "--help";
            Console console = Console.run(arguments);
            assertThat(console.status()).isZero();
            assertThat(console.out()).startsWith("Usage: emstream");
        }
    }

    @Test
    @Timeout(30)
    void aMissingBrokerIsASentence() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Console console = Console.run("topics", "check", "--bootstrap-server", "127.0.0.1:" + free);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo(
                        "emstream: No broker answers at 127.0.0.1:" + free + " (Connection refused). Start one, or say"
                                + " where it is: --bootstrap-server"
                                + " host:port, or bootstrap.servers in the"
                                + " configuration.\n");
    }

    @Test
    void anAddressThatIsNoneIsASentence() {
        Console console = Console.run("topics", "check", "--bootstrap-server", "localhost:99999");
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo("emstream: The broker address localhost:99999 is not host:port, such as localhost:9092.\n");
    }
}
