package io.emstream.learn;

import io.emstream.family.Families;
import io.emstream.family.Prior;
import io.emstream.point.Features;

/** Settings as users get them by default, but for what a test says. Mutable. */
public final class Settings {
    private final String family;
    public ClusterRange clusters;
    private final int dimension;
    public Prior.Kind prior = Prior.Kind.MAP;
    public boolean outliers;
    public Forgetting forgetting = new Forgetting.None();
    public double stepExponent = 0.9;
    public int warmupPoints;
    public int foldPoints = 100;
    public int partitions = 1;
    public long paneLength = 100;
    public long seed = 1;
    public double cpu;

    /** Settings of a model of this shape. */
    public Settings(String family, int clusters, int dimension) {
        this.family = family;
        this.clusters = ClusterRange.of(clusters);
        this.dimension = dimension;
        this.warmupPoints = LearnerSettings.warmupPoints(clusters, dimension);
    }

    /** As they now stand. */
    public LearnerSettings build() {
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
                cpu);
    }
}
