package io.emstream.app.command;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** A line on stderr that says how far long work has come, if somebody looks. */
final class Progress {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 200;
    private static final long PLAIN_MILLIS = 10_000;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private Progress() {}

    /**
     * Does the work; after a second of it, and if stderr is a terminal, a line is shown and kept up to date until it is done.
     *
     * @param line what to say at that time; called on another thread
     */
    static <T> T show(PrintWriter err, Supplier<String> line, Supplier<T> work) {
        return Terminal.showsErrors() ? beside(() -> paint(err, line), work) : work.get();
    }

    /** As {@link #show}; where stderr is no terminal, a line of its own every ten seconds. */
    static <T> T tell(PrintWriter err, Supplier<String> line, Supplier<T> work) {
        return beside(Terminal.showsErrors() ? () -> paint(err, line) : () -> print(err, line), work);
    }

    private static <T> T beside(Runnable telling, Supplier<T> work) {
        Thread teller = new Thread(telling, "emstream-progress");
        teller.setDaemon(true);
        teller.start();
        try {
            return work.get();
        } finally {
            teller.interrupt();
            join(teller);
        }
    }

    private static void paint(PrintWriter err, Supplier<String> line) {
        try {
            Thread.sleep(FIRST_MILLIS);
        } catch (InterruptedException doneAlready) {
            return;
        }
        try {
            while (true) {
                err.print(ERASE_LINE + line.get());
                err.flush();
                Thread.sleep(NEXT_MILLIS);
            }
        } catch (InterruptedException done) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private static void print(PrintWriter err, Supplier<String> line) {
        try {
            while (true) {
                Thread.sleep(PLAIN_MILLIS);
                err.println("emstream: " + line.get());
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread painter) {
        try {
            painter.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
