package io.emstream.learn;

import io.emstream.em.BatchEm;
import io.emstream.em.ClusterCount;
import io.emstream.em.Fit;
import io.emstream.em.Schedule;
import io.emstream.family.Prior;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A mixture made of a sample alone, as the settings want it.
 *
 * @param fit with cluster ids of its own
 * @param prior measured on the sample
 */
public record Initialisation(Fit fit, Prior prior) {
    /**
     * Fits a mixture to a sample; its number of components is chosen by the data, unless it is given.
     *
     * @param schedule how long is searched
     * @throws IllegalArgumentException if there is no point to learn from
     */
    public static Initialisation of(
            LearnerSettings settings, List<Point> sample, Schedule schedule, RandomGenerator random) {
        Prior prior = Prior.of(settings.prior(), sample);
        ClusterRange clusters = settings.clusters();
        Noise noise = noise(settings, sample);
        Fit fit = clusters.isFixed()
                ? BatchEm.fit(sample, settings.family(), clusters.most(), prior, noise, schedule, random)
                : new ClusterCount(sample, prior, clusters.fewest(), clusters.most(), random)
                        .search(settings.family(), noise, schedule)
                        .fit();
        return new Initialisation(fit, prior);
    }

    private static @Nullable Noise noise(LearnerSettings settings, List<Point> sample) {
        return settings.outliers() ? Noise.of(sample, Noise.FIRST_WEIGHT) : null;
    }
}
