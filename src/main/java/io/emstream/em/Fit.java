package io.emstream.em;

import io.emstream.mixture.Mixture;
import io.emstream.statistics.MixtureStatistics;
import java.util.List;

/**
 * What EM over a sample came to.
 *
 * @param mixture the last one
 * @param statistics those of the sample under that mixture
 * @param trace the mean log-likelihood of the sample under each mixture on the way, the last one's last
 * @param converged whether EM stopped of itself
 */
public record Fit(Mixture mixture, MixtureStatistics statistics, List<Double> trace, boolean converged) {
    /** Copies the list. */
    public Fit {
        trace = List.copyOf(trace);
    }

    /** The mean log-likelihood of the sample under the mixture. */
    public double meanLogLikelihood() {
        return statistics.meanLogLikelihood();
    }

    /** How many M-steps were made. */
    public int iterations() {
        return trace.size() - 1;
    }
}
