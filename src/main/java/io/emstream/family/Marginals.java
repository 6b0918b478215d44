package io.emstream.family;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The marginals of a few covariances by pattern of missing values, the least recently used forgotten first: factoring a
 * pattern costs O(d³) for each covariance, finding it again next to nothing.
 */
final class Marginals {
    private static final int MOST_PATTERNS = 256;
    private static final int FEWEST_PATTERNS = 8;
    /** Many features or components leave room for fewer patterns: about 64 MB of factors. */
    private static final long MOST_NUMBERS = 8_000_000;

    private final List<Covariance> covariances;
    private final int dimension;
    private final Map<BitSet, Pattern> patterns;
    private final BitSet key;

    Marginals(List<Covariance> covariances) {
        this.covariances = covariances;
        this.dimension = covariances.get(0).dimension();
        this.key = new BitSet(dimension);
        long numbers = 3L * dimension * dimension * covariances.size();
        int capacity = (int) Math.max(FEWEST_PATTERNS, Math.min(MOST_PATTERNS, MOST_NUMBERS / numbers));
        this.patterns = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<BitSet, Pattern> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The pattern of the missing values of a point. */
    Pattern of(double[] x) {
        key.clear();
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j])) {
                key.set(j);
            }
        }
        Pattern pattern = patterns.get(key);
        if (pattern == null) {
            pattern = new Pattern(covariances, (BitSet) key.clone(), dimension);
            patterns.put((BitSet) key.clone(), pattern);
        }
        return pattern;
    }

    /** Which features are observed, and all covariances seen through that. */
    static final class Pattern {
        private final int[] order;
        private final int observed;
        private final Marginal[] marginals;

        Pattern(List<Covariance> covariances, BitSet present, int dimension) {
            this.observed = present.cardinality();
            this.order = new int[dimension];
            int first = 0;
            int last = observed;
            for (int j = 0; j < dimension; j++) {
                order[present.get(j) ? first++ : last++] = j;
            }
            this.marginals = covariances.stream()
                    .map(covariance -> new Marginal(covariance, order, observed))
                    .toArray(Marginal[]::new);
        }

        int observed() {
            return observed;
        }

        Marginal marginal(int covariance) {
            return marginals[covariance];
        }

        /** x − mean of the observed features, in the order of the marginals. */
        void difference(double[] x, double[] means, int offset, double[] into) {
            for (int i = 0; i < observed; i++) {
                into[i] = x[order[i]] - means[offset + order[i]];
            }
        }
    }
}
