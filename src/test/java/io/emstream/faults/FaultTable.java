package io.emstream.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What faults have done, for people: printed, and kept in {@code target/faults/}. */
final class FaultTable {
    private static final Path FOLDER = Path.of("target", "faults");
    private static final List<Row> ROWS = new ArrayList<>();

    private FaultTable() {}

    /**
     * One kind of fault.
     *
     * @param lost records without an answer
     * @param doubled answers that came more than once
     * @param recovery from the end of the fault until all partitions answer what was fed after it; the longest
     * @param stall the longest time in which a reader of committed labels saw nothing in some partition
     * @param rescored what the independent scorer says
     */
    record Row(
            String fault,
            int times,
            int records,
            long lost,
            long doubled,
            Duration recovery,
            Duration median,
            Duration stall,
            String rescored) {
        private String csv() {
            return String.join(
                    ",",
                    fault,
                    Integer.toString(times),
                    Integer.toString(records),
                    Long.toString(lost),
                    Long.toString(doubled),
                    seconds(median),
                    seconds(recovery),
                    seconds(stall),
                    '"' + rescored.replace("\"", "\"\"") + '"');
        }

        private String line() {
            return String.format(
                    Locale.ROOT,
                    "%-44s %5d %8d %5d %7d %10s %10s %10s  %s",
                    fault,
                    times,
                    records,
                    lost,
                    doubled,
                    seconds(median),
                    seconds(recovery),
                    seconds(stall),
                    rescored);
        }

        private static String seconds(Duration time) {
            return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
        }
    }

    /** Adds a row and prints all so far. */
    static synchronized void add(Row row) {
        ROWS.add(row);
        List<String> lines = new ArrayList<>(
                List.of("fault,times,records,lost,doubled,medianRecovery,longestRecovery,longestStall,rescored"));
        ROWS.forEach(each -> lines.add(each.csv()));
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve("faults.csv"), lines);
        } catch (IOException unwritable) {
            throw new java.io.UncheckedIOException(unwritable);
        }
        System.out.printf(
                "%n%-44s %5s %8s %5s %7s %10s %10s %10s  %s%n",
                "fault",
                "times",
                "records",
                "lost",
                "doubled",
                "median s",
                "longest s",
                "stall s",
                "largest difference");
        ROWS.forEach(each -> System.out.println(each.line()));
    }
}
