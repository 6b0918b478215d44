package io.emstream.mixture;

import io.emstream.family.Component;
import io.emstream.family.Family;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Weighted components of one family, each with the stable id of its cluster. Immutable.
 *
 * <p>A component's index is its place in the arrays of one layout; its cluster id outlives every layout and is never used
 * again for another cluster.
 */
public final class Mixture {
    private final Family family;
    private final double[] weights;
    private final List<Component> components;
    private final long[] clusters;

    /**
     * A mixture; the arrays are taken over.
     *
     * @param weights mixing weights, positive, summing to 1
     * @param components one per weight, all of one dimension
     * @param clusters the stable id of each component's cluster, 1 or more, distinct
     * @throws IllegalArgumentException if the numbers of weights, components and ids differ, or there are none
     */
    public Mixture(Family family, double[] weights, List<Component> components, long[] clusters) {
        if (weights.length == 0 || weights.length != components.size() || weights.length != clusters.length) {
            throw new IllegalArgumentException("a mixture of " + components.size() + " components has " + weights.length
                    + " weights and " + clusters.length + " cluster ids");
        }
        this.family = family;
        this.weights = weights;
        this.components = List.copyOf(components);
        this.clusters = clusters;
    }

    /** The kind of density. */
    public Family family() {
        return family;
    }

    /** The number of components, K. */
    public int size() {
        return weights.length;
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

    /** Draws a point and returns the index of the component that it came from. */
    public int sample(RandomGenerator random, double[] into) {
        double u = random.nextDouble();
        int k = 0;
        while (k < size() - 1 && u >= weights[k]) {
            u -= weights[k++];
        }
        components.get(k).sample(random, into);
        return k;
    }
}
