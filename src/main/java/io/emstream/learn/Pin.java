package io.emstream.learn;

/**
 * That the model is pinned, and where the counts stood then.
 *
 * @param version of the model that was pinned
 * @param by who pinned it
 * @param command the id of the command
 * @param points learned from or counted before
 * @param prequentialLogLikelihood Σ weight · log-density before
 * @param prequentialWeight the weight in that sum
 */
public record Pin(
        long version,
        String by,
        String command,
        long points,
        double prequentialLogLikelihood,
        double prequentialWeight) {}
