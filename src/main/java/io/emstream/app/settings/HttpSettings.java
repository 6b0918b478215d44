package io.emstream.app.settings;

import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server is reached.
 *
 * @param host the address it listens at
 * @param port 0 for a free one, {@link #OFF} for no server
 * @param token what requests must carry; {@code null} for nothing
 * @param maxBodyBytes the largest request body, in bytes
 */
public record HttpSettings(String host, int port, @Nullable String token, int maxBodyBytes) {
    /** The port that stands for no server. */
    public static final int OFF = -1;

    /** Whether there is to be a server. */
    public boolean isOn() {
        return port != OFF;
    }

    /** The token stays where it is. */
    @Override
    public String toString() {
        return "HttpSettings[" + host + ":" + port + (token == null ? "" : ", with a token") + "]";
    }

    /** The port that a setting says. */
    static int port(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no port");
        }
        return port;
    }
}
