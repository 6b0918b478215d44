package io.emstream.codec;

/**
 * Reads the blocks that most producers write, without a parser's tokens and without allocating: an object with rows in the
 * field {@code X} and nothing else, of which all are points. Whatever is anything more, or wrong, is left to
 * {@link JsonBlockDecoder}, which also has the words for it.
 */
final class PlainJsonBlock {
    private static final byte[] ROWS = {'X'};
    private static final String END = "]]}";

    private final PlainJson text;
    private final int maxRows;

    PlainJsonBlock(PointBorder border, int maxRows) {
        this.text = new PlainJson(border);
        this.maxRows = maxRows;
    }

    /**
     * Reads a block.
     *
     * @param into an empty table; meaningless if it was none
     * @return whether it was such a block
     */
    boolean read(byte[] json, PointTable into) {
        text.begin(json);
        return endsWithRows(json) && text.next('{') && object(into) && text.isAtEnd();
    }

    /** That nothing follows the rows is seen before they are read, so that no rows are read in vain. */
    private static boolean endsWithRows(byte[] json) {
        int left = END.length();
        for (int i = json.length - 1; i >= 0 && left > 0; i--) {
            if (json[i] == END.charAt(left - 1)) {
                left--;
            } else if (!PlainJson.isSpace(json[i])) {
                return false;
            }
        }
        return left == 0;
    }

    private boolean object(PointTable into) {
        text.skipSpace();
        return text.nextName(ROWS) && text.next(':') && text.next('[') && rows(into) && text.next('}');
    }

    private boolean rows(PointTable into) {
        do {
            if (into.rows() == maxRows || !text.next('[') || !row(into)) {
                return false;
            }
        } while (text.next(','));
        return text.next(']');
    }

    private boolean row(PointTable into) {
        double[] values = into.add(text.at() - 1);
        if (!text.elements(values)) {
            return false;
        }
        into.end(observed(values), text.at());
        return true;
    }

    private static int observed(double[] values) {
        int observed = 0;
        for (double value : values) {
            observed += Double.isNaN(value) ? 0 : 1;
        }
        return observed;
    }
}
