package io.emstream.streams;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How records pass through the topology, beside what is learned from them. All checked by whoever makes it.
 *
 * @param topics their names
 * @param clock by what the stream is divided into panes
 * @param lateness how far behind the newest point of its partition a point may be without being late; event time only
 * @param idleTimeout after how long without points a partition is not waited for
 * @param maxAhead how far ahead of the wall clock an event time may be; {@code null} for no limit
 * @param warmup what becomes of points that meet no model
 * @param warmupMaxWait after how long since the first point the first model is made from what there is
 * @param holdMax how many points a partition holds back at most
 * @param holdMaxWait how long it holds them back at most
 * @param openPanes how many panes a task keeps open between commits; the statistics of more leave before
 * @param maxPointBytes a record that takes more, with its key and headers, is a dead letter, and is cut at this size there
 * @param commitInterval how often tasks commit; the canary allows ten times as much
 */
public record StreamSettings(
        Topics topics,
        Clock clock,
        Duration lateness,
        Duration idleTimeout,
        @Nullable Duration maxAhead,
        Warmup warmup,
        Duration warmupMaxWait,
        int holdMax,
        Duration holdMaxWait,
        int openPanes,
        int maxPointBytes,
        Duration commitInterval) {

    /** What becomes of points that meet no model. */
    public enum Warmup {
        /** They wait, in order, and are labelled by the first model. */
        HOLD,
        /** They leave at once with the status NO_MODEL. */
        PASS
    }

    /** By what the stream is divided into panes. */
    public enum Clock {
        /** Event time, in milliseconds. */
        EVENT_TIME,
        /** Position in the input: offset times the number of partitions, plus the partition. */
        POSITION
    }
}
