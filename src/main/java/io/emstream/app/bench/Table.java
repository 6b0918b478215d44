package io.emstream.app.bench;

import io.emstream.app.bench.Figures.Spread;
import io.emstream.app.bench.Worker.Role;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Figures for a person. */
public final class Table {
    private Table() {}

    /** Prints them. */
    public static void print(Figures figures, PrintWriter out) {
        Workload workload = figures.workload();
        out.printf(
                Locale.ROOT,
                "%n%s%s, d = %d, K = %d: medians of the rounds (least to greatest)%n",
                workload.format(),
                workload.block() == 1 ? "" : " in blocks of " + workload.block() + " points",
                workload.dimension(),
                workload.clusters());
        String one = workload.block() == 1 ? "record" : "point";
        out.printf(
                Locale.ROOT,
                "%-14s %28s %24s %12s %10s%n",
                "",
                one + "s/s",
                "CPU µs/" + one,
                "bytes/" + one,
                "resident");
        for (Role role : figures.roles()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %28s %24s %12.0f %7.0f MB%n",
                    role,
                    shown("%,.0f", figures.of(role, Round::perSecond)),
                    shown("%.2f", figures.of(role, Round::cpuMicros)),
                    figures.of(role, turn -> turn.allocated() / turn.records()).median(),
                    figures.of(role, Round::resident).greatest() / 1e6);
        }
        for (Role role : figures.roles()) {
            if (role != Role.EMSTREAM) {
                out.printf(
                        Locale.ROOT,
                        "emstream to %-12s throughput %s, points per CPU second %s%n",
                        role + ":",
                        shown("%.2f", figures.ratio(Role.EMSTREAM, role, Round::perSecond)),
                        shown("%.2f", figures.ratio(role, Role.EMSTREAM, Round::cpuMicros)));
            }
        }
        StringBuilder bill = new StringBuilder("the bill of emstream, µs a " + one + ":");
        double sum = 0;
        for (Map.Entry<String, Double> part : figures.bill().entrySet()) {
            bill.append(String.format(Locale.ROOT, " %s %.2f", part.getKey(), part.getValue()));
            sum += part.getValue();
        }
        out.println(bill.append(String.format(Locale.ROOT, "; all %.2f", sum)));
        out.flush();
    }

    /** Prints delays. */
    public static void print(Latency.Result result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "latency=%-6s at %,.0f points/s: event to label p50 %.0f ms, p99 %.0f ms (%,d labels);"
                        + " model to use in all tasks p50 %.0f ms, p99 %.0f ms (%d models, commit interval %d ms)%n",
                result.latency(),
                result.perSecond(),
                result.labelMedian(),
                result.label99(),
                result.labels(),
                result.modelMedian(),
                result.model99(),
                result.models(),
                result.commitMillis());
        out.flush();
    }

    private static String shown(String format, Spread spread) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                spread.median(),
                spread.least(),
                spread.greatest());
    }
}
