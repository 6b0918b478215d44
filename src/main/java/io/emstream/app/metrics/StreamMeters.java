package io.emstream.app.metrics;

import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.StreamCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What the processors of this instance have done. */
final class StreamMeters {
    private static final double NANOS = 1e-9;

    private StreamMeters() {}

    static void bind(MeterRegistry registry, StreamCounts counts) {
        for (Status status : Status.values()) {
            counter(registry, counts, "emstream.points", "status", status.name(), c -> c.labels(status));
        }
        for (Reason reason : Reason.values()) {
            counter(registry, counts, "emstream.dead.letters", "reason", reason.name(), c -> c.deadLetters(reason));
        }
        FunctionCounter.builder("emstream.late.points", counts, StreamCounts::late)
                .register(registry);
        counter(registry, counts, "emstream.commits", "task", "assign", StreamCounts::assignCommits);
        counter(registry, counts, "emstream.commits", "task", "learn", StreamCounts::learnCommits);
        counter(registry, counts, "emstream.learner.seconds", "work", "fold", c -> NANOS * c.foldNanos());
        counter(registry, counts, "emstream.learner.seconds", "work", "search", c -> NANOS * c.searchNanos());
        FunctionCounter.builder("emstream.learner.checks.put.off", counts, StreamCounts::putOff)
                .register(registry);
        Gauge.builder("emstream.learner.here", counts, c -> c.hasLearner() ? 1 : 0)
                .register(registry);
        Gauge.builder("emstream.drift.statistic", counts, StreamCounts::drift).register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            StreamCounts counts,
            String name,
            String tag,
            String value,
            ToDoubleFunction<StreamCounts> count) {
        FunctionCounter.builder(name, counts, count).tag(tag, value).register(registry);
    }
}
