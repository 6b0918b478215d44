package io.emstream.app.command;

import io.emstream.app.settings.Keys;
import io.emstream.app.settings.SettingsReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that shows itself over HTTP can be told. */
final class HttpOptions {
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description =
                    "Where models, metrics and health are served, on this machine unless http.host says otherwise; 0"
                            + " picks a free port, off serves nothing. Default: http.port of the settings, 8080.")
    private @Nullable String port;

    /** Adds what was said to the settings. */
    SettingsReader apply(SettingsReader reader) {
        return port == null ? reader : reader.flag("--http-port", Keys.HTTP_PORT, port);
    }
}
