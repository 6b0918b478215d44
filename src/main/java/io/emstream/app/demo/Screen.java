package io.emstream.app.demo;

import java.io.PrintWriter;
import java.util.List;

/** Shows lines: drawn over those before on a terminal, and below them elsewhere. */
public final class Screen {
    private static final String ESCAPE = "\u001b[";

    private final PrintWriter out;
    private final boolean isTerminal;
    private int drawn;

    /** Shows on this writer. */
    public Screen(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Shows a new state of things in place of the one before. */
    void show(List<String> lines) {
        if (isTerminal && drawn > 0) {
            out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
        }
        lines.forEach(out::println);
        out.flush();
        drawn = lines.size();
    }

    /** Says something that stays, below what is shown. */
    void say(String line) {
        out.println(line);
        out.flush();
        drawn = 0;
    }

    /** Whether what is shown is drawn over. */
    boolean isTerminal() {
        return isTerminal;
    }
}
