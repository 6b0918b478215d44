package io.emstream.mixture;

import io.emstream.family.Component;
import io.emstream.family.Family;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weighted components of one family, each with the stable id of its cluster. Immutable.
 *
 * <p>A component's index is its place in the arrays of one layout; its cluster id outlives every layout and is never used
 * again for another cluster.
 *
 * <p>Beside the components there may be {@link Noise}, which has neither an index nor a cluster.
 */
public final class Mixture {
    private final Family family;
    private final double[] weights;
    private final List<Component> components;
    private final long[] clusters;
    private final @Nullable Noise noise;

    /** A mixture without noise; see {@link #Mixture(Family, double[], List, long[], Noise)}. */
    public Mixture(Family family, double[] weights, List<Component> components, long[] clusters) {
        this(family, weights, components, clusters, null);
    }

    /**
     * A mixture; the arrays are taken over.
     *
     * @param weights mixing weights of the components, positive; they and the weight of the noise sum to 1
     * @param components one per weight, all of one dimension
     * @param clusters the stable id of each component's cluster, 1 or more, distinct
     * @param noise of the same dimension; {@code null} for none
     * @throws IllegalArgumentException if the numbers of weights, components and ids differ, or there are none; if there is
     *     noise and it is of another dimension, or does not suit the family
     */
    public Mixture(
            Family family, double[] weights, List<Component> components, long[] clusters, @Nullable Noise noise) {
        if (weights.length == 0 || weights.length != components.size() || weights.length != clusters.length) {
            throw new IllegalArgumentException("a mixture of " + components.size() + " components has " + weights.length
                    + " weights and " + clusters.length + " cluster ids");
        }
        if (noise != null && !Noise.suits(family)) {
            throw new IllegalArgumentException(
                    family.name() + " has no densities over numbers that noise could be weighed against");
        }
        if (noise != null && noise.dimension() != components.get(0).dimension()) {
            throw new IllegalArgumentException("noise has " + noise.dimension() + " widths, must have "
                    + components.get(0).dimension() + ", one for each feature");
        }
        this.family = family;
        this.weights = weights;
        this.components = List.copyOf(components);
        this.clusters = clusters;
        this.noise = noise;
    }

    /**
     * The same components beside this noise or, if {@code null}, without any: their weights keep their proportions to each
     * other.
     */
    public Mixture withNoise(@Nullable Noise other) {
        double factor = (other == null ? 1 : 1 - other.weight()) / componentWeight();
        double[] scaled = Arrays.stream(weights).map(weight -> weight * factor).toArray();
        return new Mixture(family, scaled, components, clusters, other);
    }

    /** The same components as those of other clusters; the array is taken over. */
    public Mixture withClusters(long[] others) {
        return new Mixture(family, weights, components, others, noise);
    }

    /** The kind of density. */
    public Family family() {
        return family;
    }

    /** The number of components, K. */
    public int size() {
        return weights.length;
    }

    /** The number of free parameters; the weight of the noise is one. */
    public int parameters() {
        return family.parameters(size(), dimension()) + (noise == null ? 0 : 1);
    }

    /** The number of features, d. */
    public int dimension() {
        return components.get(0).dimension();
    }

    /** The mixing weight of component k. */
    public double weight(int k) {
        return weights[k];
    }

    /** Component k. */
    public Component component(int k) {
        return components.get(k);
    }

    /** All components by index. */
    public List<Component> components() {
        return components;
    }

    /** The stable id of the cluster of component k. */
    public long cluster(int k) {
        return clusters[k];
    }

    /** All cluster ids by index; a copy. */
    public long[] clusters() {
        return clusters.clone();
    }

    /** All mixing weights by index; a copy. */
    public double[] weights() {
        return weights.clone();
    }

    /** What is made of outliers; {@code null} if they count among the clusters. */
    public @Nullable Noise noise() {
        return noise;
    }

    private double componentWeight() {
        return noise == null ? 1 : 1 - noise.weight();
    }

    /**
     * Draws a point and returns the index of the component that it came from. No point comes from the noise, whose box has a
     * size but no place.
     */
    public int sample(RandomGenerator random, double[] into) {
        double u = random.nextDouble() * componentWeight();
        int k = 0;
        while (k < size() - 1 && u >= weights[k]) {
            u -= weights[k++];
        }
        components.get(k).sample(random, into);
        return k;
    }
}
