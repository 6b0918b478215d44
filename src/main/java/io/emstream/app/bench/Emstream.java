package io.emstream.app.bench;

import io.emstream.app.processing.Processing;
import io.emstream.app.settings.Settings;
import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;

/** emstream as {@code run} starts it, with its learner. */
final class Emstream implements Contender {
    private final Processing processing;

    Emstream(Settings settings) {
        processing = Processing.start(settings, Workload.PARTITIONS);
    }

    @Override
    public long processed() {
        return processing.counts().labels(Status.OK) + unlabelled();
    }

    /** Records that no model has labelled. */
    long unlabelled() {
        long others = processing.counts().labels(Status.NO_MODEL)
                + processing.counts().labels(Status.NOTHING_OBSERVED);
        for (Reason reason : Reason.values()) {
            others += processing.counts().deadLetters(reason);
        }
        return others;
    }

    @Override
    public boolean isDead() {
        return processing.failure().isPresent();
    }

    @Override
    public void close() {
        processing.close();
    }
}
