package io.emstream.quality;

import io.emstream.em.Responsibilities;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.ModelEvent;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.learn.TrueMixture;
import io.emstream.mixture.Model;
import io.emstream.quality.QualityStream.Drawn;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is measured while a stream is learned in one pass. Mutable; used by one thread. */
final class Measures {
    private final QualityStream stream;
    private final Contingency labels = new Contingency();
    private final Contingency bayesLabels = new Contingency();
    private final double[] gaps;
    private final int[] counts;
    private final List<Outcome.Happening> history = new ArrayList<>();
    private final Flags flags = new Flags();
    private int labelled;
    private long versions;
    private long started;
    private long learning;

    Measures(QualityStream stream) {
        this.stream = stream;
        this.gaps = new double[(stream.size() + Outcome.BUCKET - 1) / Outcome.BUCKET];
        this.counts = new int[gaps.length];
    }

    void start() {
        started = cpu();
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Does a piece of the learner's work on the clock. */
    <T> T learning(Supplier<T> work) {
        long before = cpu();
        T result = work.get();
        learning += cpu() - before;
        return result;
    }

    /** Takes note of what the learner says. */
    void note(Learned learned) {
        if (learned.model().isPresent()) {
            versions++;
        }
        for (ModelEvent event : learned.events()) {
            if (event.type() != ModelEvent.Type.INITIALISED) {
                history.add(new Outcome.Happening(event.type().name(), labelled));
            }
        }
    }

    /** A point has been labelled, by a model that it was not learned into. */
    void label(int position, Drawn drawn, Responsibilities answer) {
        labelled = position + 1;
        flags.count(drawn.isOutlier(), answer.outlier() > 0.5);
        if (drawn.isOutlier()) {
            return;
        }
        double[] joint = drawn.truth().logJoint(drawn.point().values());
        int bucket = position / Outcome.BUCKET;
        gaps[bucket] += TrueMixture.logSum(joint) - answer.logDensity();
        counts[bucket]++;
        if (position >= stream.size() - stream.size() / 5) {
            labels.add(answer.mixture().mixture().cluster(answer.component()), drawn.component());
            bayesLabels.add(QualityStream.largest(joint), drawn.component());
        }
    }

    Outcome outcome(LearnerSettings settings, Model last) {
        for (int bucket = 0; bucket < gaps.length; bucket++) {
            gaps[bucket] /= Math.max(1, counts[bucket]);
        }
        double seconds = (cpu() - started) / 1e9;
        return new Outcome(
                stream,
                settings,
                last,
                HeldOut.of(stream, last.mixture()),
                labels.adjustedRand(),
                bayesLabels.adjustedRand(),
                new Outcome.Course(gaps),
                List.copyOf(history),
                flags,
                versions,
                seconds,
                learning / 1e9);
    }
}
