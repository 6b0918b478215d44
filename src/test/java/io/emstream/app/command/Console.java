package io.emstream.app.command;

import io.emstream.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command said, as a test sees it.
 *
 * @param status the exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Console(int status, String out, String err) {

    /** Runs a command. */
    public static Console run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = commandLine.execute(arguments);
        return new Console(status, out.toString(), err.toString());
    }

    /** The lines on stdout. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** The last line on stdout. */
    public String lastLine() {
        return lines().get(lines().size() - 1);
    }
}
