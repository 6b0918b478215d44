package io.emstream.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.settings.SettingsReader.Purpose;
import io.emstream.learn.ClusterRange;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    private static final Path EXAMPLE = Path.of("config", "emstream.properties");
    private static final Path PAGE = Path.of("src", "site", "markdown", "configuration.md");

    @Test
    void theExampleFileIsTheReference() throws IOException {
        assertGenerated(EXAMPLE, SettingsReference.properties());
    }

    @Test
    void thePageIsTheReference() throws IOException {
        assertGenerated(PAGE, SettingsReference.markdown());
    }

    private void assertGenerated(Path file, String content) throws IOException {
        if (System.getProperty("regenerate") != null) {
            Files.writeString(file, content);
        }
        assertThat(file)
                .as(
                        "after a change of the keys: mvn test -Dtest=%s -Dregenerate",
                        getClass().getSimpleName())
                .content()
                .isEqualTo(content);
    }

    @Test
    void theExampleFileHasEveryKeyWithItsDefault() throws IOException {
        Properties example = new Properties();
        try (Reader reader = Files.newBufferedReader(EXAMPLE)) {
            example.load(reader);
        }
        Map<Object, Object> defaults =
                Keys.DEFINITION.names().stream().collect(Collectors.toMap(key -> key, Keys::defaultOf));
        assertThat(example).isEqualTo(defaults);
    }

    @Test
    void withAShapeTheExampleFileIsAWorkingConfiguration() throws Exception {
        Settings settings = new SettingsReader(Map.of("EMSTREAM_CLUSTERS", "3", "EMSTREAM_DIMENSION", "2"))
                .file(EXAMPLE)
                .read(Purpose.PROCESSING);
        assertThat(settings.clusters()).isEqualTo(ClusterRange.of(3));
        assertThat(settings.commitInterval()).hasSeconds(1);
    }

    @Test
    void everyDefaultIsInItsRange() {
        Keys.DEFINITION.configKeys().values().forEach(key -> key.validator.ensureValid(key.name, key.defaultValue));
    }

    @Test
    void everyKeyHasASentenceAndAVariableOfItsOwn() {
        assertThat(Keys.DEFINITION.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).endsWith(".").matches("[A-Z].*"));
        assertThat(Keys.DEFINITION.names().stream().map(Environment::variable)).doesNotHaveDuplicates();
    }

    @Test
    void thePageNamesEveryKey() {
        assertThat(SettingsReference.markdown())
                .contains(Keys.DEFINITION.names().stream()
                        .map(key -> "| `" + key + "` |")
                        .toList());
    }
}
