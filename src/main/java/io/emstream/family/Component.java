package io.emstream.family;

import java.util.List;
import java.util.random.RandomGenerator;

/** One density of a family: its parameters. Immutable. */
public interface Component {
    /** The number of features. */
    int dimension();

    /** The mean of a feature, in the data's own units. */
    double mean(int feature);

    /** The variance of a feature, in the data's own units squared; 0 where the family has none. */
    double variance(int feature);

    /** The covariance of two features, 0 between different ones where the family has none. */
    default double covariance(int row, int column) {
        return row == column ? variance(row) : 0;
    }

    /** All parameters by name, enough to make the component again with {@link Family#component}. */
    List<Parameter> parameters();

    /**
     * What each feature adds to how far a point is from this component. The sum is the squared Mahalanobis distance for
     * Gaussians, the squared distance for centres, and for counts by how much the log-probability is below that of the most
     * probable counts.
     *
     * @param x one value per feature, {@code NaN} where missing; those add 0, and the others count as if there were no more
     * @return one per feature; with correlated features one may be negative, if the others alone would be farther
     */
    double[] contributions(double[] x);

    /** Draws a point. */
    void sample(RandomGenerator random, double[] into);
}
