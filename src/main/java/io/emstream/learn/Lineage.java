package io.emstream.learn;

/**
 * What has been given away under the name of a model before its learner began: versions and cluster ids go on behind it, so
 * that neither ever means two things.
 *
 * @param version the newest version, 0 if there was none
 * @param cluster the largest cluster id, 0 if there was none
 */
public record Lineage(long version, long cluster) {
    /** That of a model of which there was never a version. */
    public static final Lineage NONE = new Lineage(0, 0);

    /** What either of the two knows. */
    public Lineage and(Lineage other) {
        return new Lineage(Math.max(version, other.version), Math.max(cluster, other.cluster));
    }
}
