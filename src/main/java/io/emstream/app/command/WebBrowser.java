package io.emstream.app.command;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browser of whoever sits at this machine, by the program with which its desktop opens addresses: {@code java.awt.Desktop}
 * would load a window toolkit and its native libraries for that.
 */
final class WebBrowser {
    private static final Logger LOG = LoggerFactory.getLogger(WebBrowser.class);

    private final String system;
    private final Map<String, String> environment;
    private final Predicate<String> isInstalled;

    /**
     * The browser of a machine.
     *
     * @param system the name of its operating system, as {@code os.name} has it
     * @param isInstalled whether there is a program of this name
     */
    WebBrowser(String system, Map<String, String> environment, Predicate<String> isInstalled) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.environment = environment;
        this.isInstalled = isInstalled;
    }

    static WebBrowser ofThisMachine() {
        return new WebBrowser(System.getProperty("os.name", ""), System.getenv(), WebBrowser::isOnPath);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** What would open an address; empty where nobody would see it: without a desktop, or over SSH. */
    Optional<List<String>> command(String address) {
        if (environment.containsKey("SSH_CONNECTION")) {
            return Optional.empty();
        }
        if (system.startsWith("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", address));
        }
        if (system.startsWith("mac")) {
            return Optional.of(List.of("open", address));
        }
        boolean hasDesktop = Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
        return hasDesktop && isInstalled.test("xdg-open")
                ? Optional.of(List.of("xdg-open", address))
                : Optional.empty();
    }

    /** Opens an address if it can; if it cannot, the user has the address to read. */
    void open(String address) {
        command(address).ifPresent(command -> {
            try {
                new ProcessBuilder(command)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
            } catch (IOException refused) {
                LOG.debug("no browser was opened", refused);
            }
        });
    }
}
