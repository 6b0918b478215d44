package io.emstream.statistics;

/** How much of the centred second moments a family needs. */
public enum ScatterLayout {
    /** None: weights and means suffice. */
    NONE {
        @Override
        public int length(int dimension) {
            return 0;
        }
    },
    /** One sum of squares per feature. */
    DIAGONAL {
        @Override
        public int length(int dimension) {
            return dimension;
        }
    },
    /** The packed lower triangle, row by row: element (i, j), j ≤ i, stands at i(i+1)/2 + j. */
    FULL {
        @Override
        public int length(int dimension) {
            return dimension * (dimension + 1) / 2;
        }
    };

    /** How many numbers the scatter of points with this many features takes. */
    public abstract int length(int dimension);

    /** Where element (row, column) of a packed lower triangle stands; column ≤ row. */
    public static int packed(int row, int column) {
        return row * (row + 1) / 2 + column;
    }
}
