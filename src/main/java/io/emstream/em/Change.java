package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * New components in the place of some old ones.
 *
 * @param replaced the indices of the old ones; the new ones take them in order, those left over are removed, and a new one
 *     too many goes to the end
 * @param components the new ones
 * @param weights their mixing weights
 * @param gain what the mean log-likelihood gains, at least, as long as all other components stay; {@code NaN} if the new
 *     ones have none
 */
record Change(List<Integer> replaced, List<Component> components, List<Double> weights, double gain) {
    /** Copies the lists. */
    Change {
        replaced = List.copyOf(replaced);
        components = List.copyOf(components);
        weights = List.copyOf(weights);
    }

    /** The mixture with the new components; one that goes to the end has a cluster id that is new in this mixture. */
    Mixture applied(Mixture mixture) {
        List<Component> all = new ArrayList<>(mixture.components());
        List<Double> allWeights =
                new ArrayList<>(Arrays.stream(mixture.weights()).boxed().toList());
        List<Long> ids =
                new ArrayList<>(Arrays.stream(mixture.clusters()).boxed().toList());
        for (int c = 0; c < components.size(); c++) {
            if (c < replaced.size()) {
                all.set(replaced.get(c), components.get(c));
                allWeights.set(replaced.get(c), weights.get(c));
            } else {
                all.add(components.get(c));
                allWeights.add(weights.get(c));
                ids.add(ids.stream().mapToLong(Long::longValue).max().orElse(0) + 1);
            }
        }
        if (components.size() < replaced.size()) {
            int gone = replaced.get(components.size());
            all.remove(gone);
            allWeights.remove(gone);
            ids.remove(gone);
        }
        double[] newWeights =
                allWeights.stream().mapToDouble(Double::doubleValue).toArray();
        Noise noise = mixture.noise();
        if (noise != null) {
            // What the components have gained, the noise has lost, and the other way round.
            double left = 1 - Arrays.stream(newWeights).sum();
            noise = noise.withWeight(Math.max(Noise.SMALLEST_WEIGHT, left));
        }
        return new Mixture(
                mixture.family(),
                newWeights,
                all,
                ids.stream().mapToLong(Long::longValue).toArray(),
                noise);
    }
}
