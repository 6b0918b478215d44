package io.emstream.codec;

/** Which responsibilities of a point are named, and in which order. Holds scratch space, so each thread has its own. */
final class ResponsibilityOrder {
    private final ResponsibilityDetail detail;
    private int[] order = new int[16];

    ResponsibilityOrder(ResponsibilityDetail detail) {
        this.detail = detail;
    }

    /**
     * Ranks the components that are named, by falling responsibility; equal ones stand in the order of the components.
     *
     * @param best the most responsible one, which is always named, and first
     * @return how many there are
     */
    int rank(double[] values, int best) {
        if (order.length < values.length) {
            order = new int[values.length];
        }
        int named = name(values, 0, best, 0);
        order[named++] = best;
        named = name(values, best + 1, values.length, named);
        for (int i = 1; i < named; i++) {
            insert(i, values, best);
        }
        return Math.min(named, detail.most());
    }

    /** Notes which of these components are responsible enough, and says how many are noted then. */
    private int name(double[] values, int from, int to, int noted) {
        int named = noted;
        for (int k = from; k < to; k++) {
            order[named] = k;
            // Without a branch, which could not be foreseen.
            named += values[k] >= detail.threshold() ? 1 : 0;
        }
        return named;
    }

    /** Moves the component at this place in front of those which are less responsible. */
    private void insert(int i, double[] values, int best) {
        int k = order[i];
        int place = i;
        // Of an outlier nothing may be left to any component: the label then goes first all the same.
        while (place > 0
                && (k == best ? values[order[place - 1]] <= values[k] : values[order[place - 1]] < values[k])) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = k;
    }

    /** The component of this rank, from 0. */
    int component(int rank) {
        return order[rank];
    }
}
