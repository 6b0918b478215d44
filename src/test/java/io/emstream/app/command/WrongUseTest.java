package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.learn.ClusterRange;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
