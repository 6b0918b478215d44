package io.emstream.learn;

import io.emstream.family.Families;
import io.emstream.family.Prior;
import io.emstream.point.Features;

/** Settings as users get them by default, but for what a test says. Mutable. */
final class Settings {
    private final String family;
    ClusterRange clusters;
    private final int dimension;
    Prior.Kind prior = Prior.Kind.MAP;
    boolean outliers;
    Forgetting forgetting = new Forgetting.None();
    double stepExponent = 0.9;
    int warmupPoints;
    int foldPoints = 100;
    int partitions = 1;
    long paneLength = 100;
    long seed = 1;

    Settings(String family, int clusters, int dimension) {
        this.family = family;
        this.clusters = ClusterRange.of(clusters);
        this.dimension = dimension;
        this.warmupPoints = LearnerSettings.warmupPoints(clusters, dimension);
    }

    LearnerSettings build() {
        return new LearnerSettings(
                "test",
                Features.ofDimension(dimension),
                Families.parse(family),
                clusters,
                prior,
                outliers,
                forgetting,
                stepExponent,
                warmupPoints,
                foldPoints,
                partitions,
                paneLength,
                seed,
                Double.POSITIVE_INFINITY);
    }
}
