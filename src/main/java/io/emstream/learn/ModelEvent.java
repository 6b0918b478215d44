package io.emstream.learn;

import java.util.List;
import java.util.Map;

/**
 * Something that happened to the model, for the events topic.
 *
 * @param type what
 * @param model the version that it made, or the current one
 * @param eventTime epoch milliseconds in the stream's own time
 * @param from the ids of the clusters that it happened to
 * @param to the ids of the clusters that came of it
 * @param numbers the figures that caused it or measure it, by name
 * @param notes what words say of it, by name: who commanded it, why it was refused
 */
public record ModelEvent(
        Type type,
        long model,
        long eventTime,
        List<Long> from,
        List<Long> to,
        Map<String, Double> numbers,
        Map<String, String> notes) {

    /** The note with the id of the command that an event comes of. */
    public static final String COMMAND = "command";
    /** The note that says who gave the command. */
    public static final String BY = "by";
    /** The note that says why a command was refused. */
    public static final String REASON = "reason";

    /** The kinds of events; the names are part of the record format. */
    public enum Type {
        /** The first model was made from the warm-up points. */
        INITIALISED,
        /** The first model could not be made from these points; it will be tried again with more of them. */
        INITIALISATION_FAILED,
        /** A better fit with the same number of clusters was found on a sample of the stream, and taken over. */
        REFIT,
        /** Panes have become unlikely under the model: the stream may have changed. */
        DRIFT,
        /** What has come since an alarm is explained well enough by the model, which stays as it was. */
        DRIFT_DENIED,
        /** A model made of what has come since an alarm was taken over. */
        RESEEDED,
        /** Another number of clusters explains the stream better, and was taken over. */
        CLUSTERS_CHANGED,
        /** A search for a better model ended in an error, which is in the log; the model stays as it was. */
        CHECK_FAILED,
        /** A cluster has come of another, which may live on. */
        SPLIT,
        /** A cluster has gone into another, which lives on. */
        MERGED,
        /** A cluster appeared. */
        BORN,
        /** A cluster vanished. */
        DIED,
        /** By command: nothing is learned from here on; said again daily while it lasts. */
        PINNED,
        /** By command: learning goes on. */
        UNPINNED,
        /** By command: the model is again what it was in an earlier version. */
        ROLLED_BACK,
        /** By command: the model is one from outside. */
        IMPORTED,
        /** By command: a model is going to be made of the points that follow; {@link #RESEEDED} says when. */
        RESEED_ORDERED,
        /** The learner has started anew, and its versions go on behind those before. */
        RESET,
        /** A command was not carried out. */
        COMMAND_REFUSED
    }

    /** Copies the collections. */
    public ModelEvent {
        from = List.copyOf(from);
        to = List.copyOf(to);
        numbers = Map.copyOf(numbers);
        notes = Map.copyOf(notes);
    }

    /** An event without notes. */
    public ModelEvent(
            Type type, long model, long eventTime, List<Long> from, List<Long> to, Map<String, Double> numbers) {
        this(type, model, eventTime, from, to, numbers, Map.of());
    }
}
