package io.emstream.app.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** All settings as text for people: a page of the documentation, and a properties file to start from. */
public final class SettingsReference {
    private static final int WIDTH = 118;

    private static final String INTRODUCTION = """
            # Settings

            Generated from the code; `config/emstream.properties` has the same with every default, to start from.

            A flag goes before a variable of the environment (`EMSTREAM_PANE_INTERVAL` for `pane.interval`), that before the \
            file of `--config`, that before the default. `--set KEY=VALUE` is a flag for any key. \
            `${env:NAME}`, `${file:/path/to.properties:key}` and `${directory:/path:file}` are replaced by what they name. \
            What begins with `kafka.` goes to Kafka's clients without the prefix (`KAFKA_SECURITY_PROTOCOL` in the \
            environment); `kafka.consumer.`, `kafka.producer.` and `kafka.admin.` reach one kind of client.

            An unknown key, a value out of its range, and settings that cannot work together are refused at the start, all \
            at once. How to choose: [recipes](howto.md).

            """;

    private SettingsReference() {}

    /** A section with a table for each group of keys, in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        groups().forEach((group, keys) -> {
            page.append("## ").append(group).append("\n\n");
            page.append("| key | default | must be | what it is |\n|---|---|---|---|\n");
            for (ConfigDef.ConfigKey key : keys) {
                String byDefault = Keys.defaultOf(key.name);
                page.append("| `")
                        .append(key.name)
                        .append("` | ")
                        .append(byDefault.isEmpty() ? "" : "`" + byDefault + "`")
                        .append(" | ")
                        .append(cell(key.validator.toString()))
                        .append(" | ")
                        .append(cell(key.documentation))
                        .append(" |\n");
            }
            page.append('\n');
        });
        return page.toString().stripTrailing() + "\n";
    }

    /** A properties file in which every key has its default, under a comment that says what it is and may be. */
    public static String properties() {
        StringBuilder file = new StringBuilder();
        comment(
                file,
                "The settings of emstream, each with its default. An environment variable goes before a line here:"
                        + " EMSTREAM_PANE_INTERVAL before pane.interval; and a flag goes before both. References such as"
                        + " ${env:NAME}, ${file:/path/to.properties:key} and ${directory:/path:file} are replaced.");
        groups().forEach((group, keys) -> {
            file.append("\n\n# ---- ").append(group).append(" ----\n");
            for (ConfigDef.ConfigKey key : keys) {
                file.append('\n');
                comment(file, key.documentation);
                comment(file, "Must be " + key.validator + ".");
                file.append(key.name)
                        .append('=')
                        .append(Keys.defaultOf(key.name))
                        .append('\n');
            }
        });
        file.append("\n\n# ---- Kafka's own settings ----\n\n");
        comment(
                file,
                "What begins with kafka. goes to Kafka's clients unchanged, without the prefix; kafka.consumer.,"
                        + " kafka.producer. and kafka.admin. reach one kind of client. In the environment, KAFKA_ and the key"
                        + " in capitals: KAFKA_SECURITY_PROTOCOL.");
        file.append("""
                #kafka.security.protocol=SASL_SSL
                #kafka.sasl.mechanism=SCRAM-SHA-512
                #kafka.sasl.jaas.config=${env:JAAS_CONFIG}
                """);
        return file.toString();
    }

    private static Map<String, List<ConfigDef.ConfigKey>> groups() {
        Map<String, List<ConfigDef.ConfigKey>> groups = new LinkedHashMap<>();
        Keys.DEFINITION
                .configKeys()
                .values()
                .forEach(key -> groups.computeIfAbsent(key.group, group -> new ArrayList<>())
                        .add(key));
        return groups;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static void comment(StringBuilder file, String text) {
        StringBuilder line = new StringBuilder("#");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                file.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        file.append(line).append('\n');
    }
}
