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

    /** All parameters by name, enough to make the component again with {@link Family#component}. */
    List<Parameter> parameters();

    /** Draws a point. */
    void sample(RandomGenerator random, double[] into);
}
