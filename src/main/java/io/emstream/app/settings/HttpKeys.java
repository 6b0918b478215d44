package io.emstream.app.settings;

import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** What the keys of the HTTP server are. */
final class HttpKeys {
    /** A token that is shorter can be guessed. */
    static final int SHORTEST_TOKEN = 16;

    private HttpKeys() {}

    static void define(KeyGroups keys) {
        keys.group("HTTP");
        keys.add(
                Keys.HTTP_PORT,
                ConfigDef.Type.STRING,
                "8080",
                Range.parsed("off, or a port from 0 to 65535", HttpSettings::port),
                Importance.MEDIUM,
                "Where models, metrics and health are served while points are processed; 0: a free port, which is told at the"
                        + " start; off: nowhere.");
        keys.add(
                Keys.HTTP_HOST,
                ConfigDef.Type.STRING,
                "127.0.0.1",
                Range.checked(
                        "a host name or address of this machine",
                        host -> ((String) host).isBlank()
                                ? Optional.of("must be a host name or address of this machine")
                                : Optional.empty()),
                Importance.MEDIUM,
                "The address to serve at: this machine only, unless told otherwise; 0.0.0.0 is all addresses. Other machines"
                        + " are let in only with a token.");
        keys.add(
                Keys.HTTP_TOKEN,
                ConfigDef.Type.STRING,
                "",
                Range.parsed(SHORTEST_TOKEN + " or more visible ASCII characters", HttpKeys::checkToken),
                Importance.MEDIUM,
                "What a request must carry as \"Authorization: Bearer ...\", but for those about health; empty: nothing."
                        + " Better kept in http.token.file, or in the environment as EMSTREAM_HTTP_TOKEN.");
        keys.add(
                Keys.HTTP_TOKEN_FILE,
                ConfigDef.Type.STRING,
                "",
                Range.anything("a file"),
                Importance.MEDIUM,
                "A file that holds the token and nothing else; it is read at the start.");
    }

    /** Refuses what is no token; none at all is empty. */
    static void checkToken(String token) {
        if (!token.isEmpty() && !token.matches("[!-~]{" + SHORTEST_TOKEN + ",}")) {
            throw new IllegalArgumentException("no token");
        }
    }
}
