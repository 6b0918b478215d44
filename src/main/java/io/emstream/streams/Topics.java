package io.emstream.streams;

/**
 * The names of the topics.
 *
 * @param points the user's input
 * @param assignments one label per point
 * @param models every version of the model
 * @param events what happened to the model
 * @param deadLetters the records that are no points
 * @param modelBroadcast the current model, once per partition of the input
 * @param commands what operators tell the learner
 */
public record Topics(
        String points,
        String assignments,
        String models,
        String events,
        String deadLetters,
        String modelBroadcast,
        String commands) {

    /** The default names: this prefix before each, the dash written where two words meet. */
    public static Topics withPrefix(String prefix) {
        return new Topics(
                prefix + "points",
                prefix + "assignments",
                prefix + "models",
                prefix + "events",
                prefix + "dead-letters",
                prefix + "model-broadcast",
                prefix + "commands");
    }
}
