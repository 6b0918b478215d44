package io.emstream.app.consume;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes text of lines. Holds what a table needs from one batch of lines to the next. */
public interface LinePrinter {
    /** The text of these lines, line ends included. */
    String print(List<Line> lines);

    /** JSON, an object in each line. */
    static LinePrinter json() {
        return lines -> lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    }

    /** Comma-separated values as in RFC 4180, under the names of the columns. */
    static LinePrinter csv(List<String> columns) {
        return new LinePrinter() {
            private boolean hasBegun;

            @Override
            public String print(List<Line> lines) {
                String header = hasBegun ? "" : row(columns);
                hasBegun = true;
                return header + lines.stream().map(line -> row(line.cells())).collect(Collectors.joining());
            }

            private static String row(List<String> cells) {
                return cells.stream().map(LinePrinter::quoted).collect(Collectors.joining(",")) + "\n";
            }
        };
    }

    private static String quoted(String cell) {
        boolean isPlain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /**
     * A table with aligned columns; those that are empty in the first lines are left out.
     *
     * @param width of the terminal, at which lines are cut; {@code null} if there is none
     */
    static LinePrinter table(List<String> columns, @Nullable Integer width) {
        return new TablePrinter(columns, width == null ? Integer.MAX_VALUE : width);
    }
}
