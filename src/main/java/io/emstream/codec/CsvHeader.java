package io.emstream.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a file of comma-separated values by name: what its first row says. */
final class CsvHeader {
    /** What separates cells in files that are called CSV all the same. */
    private static final Map<String, String> SEPARATORS = Map.of(";", "semicolons", "\t", "tabs", "|", "bars");

    private final String file;
    private final List<String> names;
    private final Map<String, Integer> columns = new HashMap<>();

    /**
     * The header of a file.
     *
     * @throws NoTableException if it is no row of names with commas between
     * @throws IllegalArgumentException if a name is there twice
     */
    CsvHeader(String file, List<String> names) {
        this.file = file;
        this.names = names.stream().map(String::strip).toList();
        requireText();
        requireCommas();
        for (int column = 0; column < names.size(); column++) {
            String name = name(column);
            if (!name.isEmpty() && columns.put(name, column) != null) {
                throw new IllegalArgumentException(file + ":1: column " + Excerpt.of(name) + " is there twice");
            }
        }
    }

    private void requireText() {
        if (names.stream().anyMatch(CsvHeader::isBinary)) {
            throw new NoTableException(file + " is no text, must be comma-separated values under a row of column names;"
                    + " what is packed with gzip must be called .gz, and spreadsheets can be saved as CSV");
        }
    }

    /** Control characters, which no name has, and what cannot be read as UTF-8. */
    private static boolean isBinary(String name) {
        return name.chars().anyMatch(each -> (each < ' ' && "\t\r\n".indexOf(each) < 0) || each == '\ufffd');
    }

    private void requireCommas() {
        if (names.size() > 1) {
            return;
        }
        for (Map.Entry<String, String> each : SEPARATORS.entrySet()) {
            if (names.get(0).contains(each.getKey())) {
                throw new NoTableException(file + ":1: names are separated by " + each.getValue()
                        + ", must be by commas, and numbers must have a decimal point;"
                        + " save it as comma-separated values, as in a,b and 1.5,2.0");
            }
        }
    }

    /** All names, in file order; empty where a column has none. */
    List<String> names() {
        return names;
    }

    /** The name of a column. */
    String name(int column) {
        return names.get(column);
    }

    /**
     * The column of this name.
     *
     * @throws IllegalArgumentException if there is none, saying which there are
     */
    int column(String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException(file + ": there is no column " + Excerpt.of(name) + "; there are "
                    + Excerpt.ofSentence(String.join(", ", names)));
        }
        return column;
    }

    /**
     * The columns that a user names, in that order: names and ranges {@code first..last} in file order, with commas between.
     *
     * @throws IllegalArgumentException if there is no such column, or a range goes backwards
     */
    int[] select(String selection) {
        List<Integer> selected = new ArrayList<>();
        for (String part : selection.split(",", -1)) {
            String name = part.strip();
            int dots = name.indexOf("..");
            if (columns.containsKey(name) || dots < 0) {
                selected.add(column(name));
            } else {
                int first = column(name.substring(0, dots));
                int last = column(name.substring(dots + 2));
                if (first > last) {
                    throw new IllegalArgumentException(
                            file + ": columns " + Excerpt.of(name) + " go backwards, must be in file order");
                }
                for (int column = first; column <= last; column++) {
                    selected.add(column);
                }
            }
        }
        return selected.stream().mapToInt(Integer::intValue).toArray();
    }
}
