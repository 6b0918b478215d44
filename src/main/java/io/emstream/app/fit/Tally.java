package io.emstream.app.fit;

import io.emstream.codec.Assignment;
import io.emstream.point.Point;

/** Counts labels, and rows that have none, and adds log-densities up. */
final class Tally {
    private long labelled;
    private long notFinite;
    private double weight;
    private double logLikelihood;

    /** Takes a label in; only those by observed features count. */
    void add(Assignment.Status status, double logDensity, Point point) {
        if (status == Assignment.Status.OK) {
            labelled++;
            weight += point.weight();
            logLikelihood += point.weight() * logDensity;
        }
    }

    /** Takes the labels of all rows that have just been answered. */
    void add(RowLabels answers) {
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.isFinite(i)) {
                notFinite++;
            } else if (answers.status(i) == Assignment.Status.OK) {
                labelled++;
                weight += answers.weight(i);
                logLikelihood += answers.weight(i) * answers.logDensity(i);
            }
        }
    }

    /** How many labels were given by observed features. */
    long labelled() {
        return labelled;
    }

    /** How many rows had no finite density, and so no label. */
    long notFinite() {
        return notFinite;
    }

    /** Σ weight · log-density. */
    double total() {
        return logLikelihood;
    }

    /** The weighted mean log-density; {@code NaN} if there is none. */
    double mean() {
        return logLikelihood / weight;
    }
}
