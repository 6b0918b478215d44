package io.emstream.app.command;

import java.io.Console;

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
}
