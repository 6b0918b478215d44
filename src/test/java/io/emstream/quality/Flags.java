package io.emstream.quality;

/** How often outliers, and others, were taken for outliers. Mutable. */
final class Flags {
    private int outliers;
    private int flaggedOutliers;
    private int others;
    private int flaggedOthers;

    void count(boolean isOutlier, boolean isFlagged) {
        int flagged = isFlagged ? 1 : 0;
        if (isOutlier) {
            outliers++;
            flaggedOutliers += flagged;
        } else {
            others++;
            flaggedOthers += flagged;
        }
    }

    /** The share of outliers that were recognised. */
    double ofOutliers() {
        return flaggedOutliers / (double) outliers;
    }

    /** The share of the others that were taken for outliers. */
    double ofOthers() {
        return flaggedOthers / (double) others;
    }
}
