package io.emstream.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a person is looking. */
final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal: then lines may be drawn over, and progress is welcome. */
    static boolean isThere() {
        // Before JDK 22 a console is there only with a terminal; since then it always is, and says so itself.
        @SuppressWarnings("SystemConsoleNull")
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /** Whether stderr is a terminal, wherever stdout goes: by its file where systems have such a thing. */
    static boolean showsErrors() {
        return shows(2);
    }

    /** Whether stdout is a terminal: by its file where systems have such a thing. */
    static boolean showsResults() {
        return shows(1);
    }

    private static boolean shows(int descriptor) {
        for (String self : new String[] {"/proc/self/fd/" + descriptor, "/dev/fd/" + descriptor}) {
            try {
                String file = Files.readSymbolicLink(Path.of(self)).toString();
                return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
            } catch (IOException | UnsupportedOperationException unknown) {
                // Another system, another way.
            }
        }
        return isThere();
    }
}
