package io.emstream.app.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What is wrong with the settings of the HTTP server together. */
final class HttpConsistency {
    private HttpConsistency() {}

    /** One sentence, naming origin, key, value and what to do. */
    static Optional<String> problem(Settings settings) {
        boolean inLine = !settings.text(Keys.HTTP_TOKEN).isEmpty();
        if (inLine && !settings.text(Keys.HTTP_TOKEN_FILE).isEmpty()) {
            return Optional.of(settings.told(Keys.HTTP_TOKEN_FILE) + ", must be left out where " + Keys.HTTP_TOKEN
                    + " is set (" + settings.origin(Keys.HTTP_TOKEN) + ")");
        }
        HttpSettings http;
        try {
            http = settings.http();
        } catch (IllegalArgumentException noToken) {
            return Optional.of(settings.told(Keys.HTTP_TOKEN_FILE) + ", " + noToken.getMessage());
        }
        if (!http.isOn()) {
            return Optional.empty();
        }
        try {
            boolean exposed = !InetAddress.getByName(http.host()).isLoopbackAddress();
            return exposed && http.token() == null ? Optional.of(unguarded(settings)) : Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of(settings.told(Keys.HTTP_HOST) + ", must be a host name or address of this machine");
        }
    }

    private static String unguarded(Settings settings) {
        return settings.told(Keys.HTTP_HOST) + ", lets other machines in, which needs a token: put "
                + HttpKeys.SHORTEST_TOKEN + " or more characters into a file and name it in " + Keys.HTTP_TOKEN_FILE
                + ", or set the environment variable " + Environment.variable(Keys.HTTP_TOKEN)
                + "; or serve this machine only with " + Keys.HTTP_HOST + "=127.0.0.1, or nobody with "
                + Keys.HTTP_PORT + "=off";
    }
}
