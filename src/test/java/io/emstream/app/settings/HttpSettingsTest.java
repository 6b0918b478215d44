package io.emstream.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emstream.app.settings.SettingsReader.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, as the settings say it. */
class HttpSettingsTest {
    private static final String TOKEN = "sixteen-or-more-characters";

    @TempDir
    private Path directory;

    private static SettingsReader reader(Map<String, String> environment) {
        return new SettingsReader(environment).flag("--set", "dimension", "2");
    }

    private static List<String> problems(SettingsReader reader) {
        return catchThrowableOfType(SettingsException.class, () -> reader.read(Purpose.PROCESSING))
                .problems();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("secret"), text);
    }

    @Test
    void byDefaultThisMachineIsServedWithoutAToken() throws Exception {
        HttpSettings http = reader(Map.of()).read(Purpose.PROCESSING).http();
        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isEqualTo(8080);
        assertThat(http.token()).isNull();
        assertThat(http.isOn()).isTrue();
    }

    @Test
    void aTokenComesFromTheEnvironmentOrAFile() throws Exception {
        assertThat(reader(Map.of("EMSTREAM_HTTP_TOKEN", TOKEN))
                        .read(Purpose.PROCESSING)
                        .http()
                        .token())
                .isEqualTo(TOKEN);
        Settings byFile = reader(Map.of())
                .flag("--set", "http.token.file", file(TOKEN + "\n").toString())
                .flag("--set", "http.host", "0.0.0.0")
                .read(Purpose.PROCESSING);
        assertThat(byFile.http().token()).isEqualTo(TOKEN);
        assertThat(byFile.http()).asString().doesNotContain(TOKEN);
        assertThat(byFile.shown())
                .containsEntry("http.token.file", directory.resolve("secret").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherMachinesAreLetInWithATokenOnly(String host) {
        assertThat(problems(reader(Map.of()).flag("--set", "http.host", host)))
                .containsExactly(
                        "--set: http.host = " + host + ", lets other machines in, which needs a token: put 16 or"
                                + " more characters into a file and name it in http.token.file, or set the environment variable"
                                + " EMSTREAM_HTTP_TOKEN; or serve this machine only with http.host=127.0.0.1, or nobody with"
                                + " http.port=off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
    void thisMachineNeedsNone(String host) throws Exception {
        assertThat(reader(Map.of())
                        .flag("--set", "http.host", host)
                        .read(Purpose.PROCESSING)
                        .http()
                        .token())
                .isNull();
    }

    @Test
    void aServerThatIsOffMayStandAnywhere() throws Exception {
        HttpSettings http = reader(Map.of("EMSTREAM_HTTP_PORT", "off"))
                .flag("--set", "http.host", "0.0.0.0")
                .read(Purpose.PROCESSING)
                .http();
        assertThat(http.isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "none", "80a", ""})
    void aPortIsANumberOrOff(String port) {
        assertThat(problems(reader(Map.of()).flag("--http-port", "http.port", port)))
                .containsExactly("--http-port = " + port + ", must be off, or a port from 0 to 65535");
    }

    @Test
    void whatIsNoTokenIsRefusedAndNotShown() throws Exception {
        assertThat(problems(reader(Map.of("EMSTREAM_HTTP_TOKEN", "too-short"))))
                .containsExactly("environment variable EMSTREAM_HTTP_TOKEN: http.token = ********, must be 16 or more"
                        + " visible ASCII characters");
        Path file = file("too short and with spaces");
        assertThat(problems(reader(Map.of()).flag("--set", "http.token.file", file.toString())))
                .containsExactly("--set: http.token.file = " + file
                        + ", must hold 16 or more visible ASCII characters and nothing else");
        Files.writeString(file, "");
        assertThat(problems(reader(Map.of()).flag("--set", "http.token.file", file.toString())))
                .containsExactly("--set: http.token.file = " + file + ", is empty, must hold the token");
        assertThat(problems(reader(Map.of()).flag("--set", "http.token.file", directory + "/nowhere")))
                .containsExactly("--set: http.token.file = " + directory + "/nowhere, there is no such file");
    }

    @Test
    void aTokenIsSaidOnce() throws Exception {
        assertThat(problems(reader(Map.of("EMSTREAM_HTTP_TOKEN", TOKEN))
                        .flag("--set", "http.token.file", file(TOKEN).toString())))
                .containsExactly("--set: http.token.file = " + directory.resolve("secret")
                        + ", must be left out where http.token is set (environment variable EMSTREAM_HTTP_TOKEN)");
    }
}
