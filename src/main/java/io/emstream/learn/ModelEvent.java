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
 */
public record ModelEvent(
        Type type, long model, long eventTime, List<Long> from, List<Long> to, Map<String, Double> numbers) {

    /** The kinds of events; the names are part of the record format. */
    public enum Type {
        /** The first model was made from the warm-up points. */
        INITIALISED,
        /** The first model could not be made from these points; it will be tried again with more of them. */
        INITIALISATION_FAILED,
        /** A cluster appeared. */
        BORN,
        /** A cluster vanished. */
        DIED
    }

    /** Copies the collections. */
    public ModelEvent {
        from = List.copyOf(from);
        to = List.copyOf(to);
        numbers = Map.copyOf(numbers);
    }
}
