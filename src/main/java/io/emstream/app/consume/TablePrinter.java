package io.emstream.app.consume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table whose columns are as wide as what the first lines hold, and grow with what follows. */
final class TablePrinter implements LinePrinter {
    private static final String BETWEEN = "  ";

    private final List<String> columns;
    private final int width;
    private final List<Integer> shown = new ArrayList<>();
    private final int[] widths;

    TablePrinter(List<String> columns, int width) {
        this.columns = columns;
        this.width = width;
        this.widths = new int[columns.size()];
    }

    @Override
    public String print(List<Line> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        boolean isFirst = shown.isEmpty();
        if (isFirst) {
            choose(lines);
        }
        for (int column : shown) {
            for (Line line : lines) {
                widths[column] =
                        Math.max(widths[column], clean(line.cells().get(column)).length());
            }
        }
        if (isFirst) {
            append(columns, text);
        }
        lines.forEach(line -> append(line.cells(), text));
        return text.toString();
    }

    private void choose(List<Line> lines) {
        for (int column = 0; column < columns.size(); column++) {
            int at = column;
            widths[column] = columns.get(column).length();
            if (lines.stream().anyMatch(line -> !line.cells().get(at).isEmpty())) {
                shown.add(column);
            }
        }
    }

    /** The last column is to the left, since it may be text of any length; numbers are to the right. */
    private void append(List<String> cells, StringBuilder text) {
        StringBuilder row = new StringBuilder();
        for (int column : shown) {
            String cell = clean(cells.get(column));
            boolean isLast = column == shown.get(shown.size() - 1);
            row.append(row.isEmpty() ? "" : BETWEEN)
                    .append(isLast ? "" : String.join("", Collections.nCopies(widths[column] - cell.length(), " ")))
                    .append(cell);
        }
        boolean fits = row.length() <= width;
        text.append(fits ? row.toString() : row.substring(0, Math.max(0, width - 1)) + "…")
                .append('\n');
    }

    /** Control characters of foreign text would do things to the terminal. */
    private static String clean(String cell) {
        return cell.replaceAll("\\p{Cntrl}", "?");
    }
}
