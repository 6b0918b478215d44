package io.emstream.app.command;

import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that talks to Kafka can be told. */
public final class KafkaOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:EMSTREAM_CONFIG}",
            description = "Properties file with the settings. The environment (EMSTREAM_CLUSTERS for clusters,"
                    + " KAFKA_SECURITY_PROTOCOL for kafka.security.protocol) goes before it, and flags go before both.")
    private @Nullable Path config;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "A broker to begin with, or several separated by commas; localhost:9092 unless configured"
                    + " otherwise.")
    private @Nullable String bootstrapServer;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, before all others; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** All that was said, not yet read; a command adds flags of its own. */
    SettingsReader reader() {
        return reader(System.getenv());
    }

    SettingsReader reader(Map<String, String> environment) {
        SettingsReader reader = new SettingsReader(environment);
        if (config != null) {
            reader.file(config);
        }
        overrides.forEach((key, value) -> reader.flag("--set", key, value));
        if (bootstrapServer != null) {
            reader.flag("--bootstrap-server", Keys.BOOTSTRAP_SERVERS, bootstrapServer);
        }
        return reader;
    }

    /** The settings for talking to Kafka. */
    Settings connection() throws SettingsException {
        return reader().read(SettingsReader.Purpose.CONNECTION);
    }
}
