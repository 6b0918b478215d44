package io.emstream.app.fit;

import io.emstream.mixture.Model;

/**
 * What became of a file.
 *
 * @param rows how many it has
 * @param labelled how many of them are labelled by observed features
 * @param deadLetters how many of them are no points, or have no finite density
 * @param model the final model, in the data's own units
 * @param totalLogLikelihood of all rows under the final model
 * @param meanLogLikelihood the same per unit of weight
 * @param prequentialMeanLogLikelihood of the rows after the warm-up, each under the model before it; {@code NaN} if there
 *     are none, or the fit is of the whole file
 */
public record Outcome(
        long rows,
        long labelled,
        long deadLetters,
        Model model,
        double totalLogLikelihood,
        double meanLogLikelihood,
        double prequentialMeanLogLikelihood) {}
