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
        int named = 0;
        for (int k = 0; k < values.length; k++) {
            if (values[k] >= detail.threshold() || k == best) {
                int place = named;
                // Of an outlier nothing may be left to any component: the label then goes first all the same.
                while (place > 0
                        && (k == best ? values[order[place - 1]] <= values[k] : values[order[place - 1]] < values[k])) {
                    place--;
                }
                if (place < detail.most()) {
                    named = Math.min(named + 1, detail.most());
                    for (int at = named - 1; at > place; at--) {
                        order[at] = order[at - 1];
                    }
                    order[place] = k;
                }
            }
        }
        return named;
    }

    /** The component of this rank, from 0. */
    int component(int rank) {
        return order[rank];
    }
}
