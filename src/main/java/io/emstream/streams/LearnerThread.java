package io.emstream.streams;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The thread on which the learner of a process does its heavy work, so that points are labelled meanwhile. */
public final class LearnerThread {
    /** What it is called in thread dumps. */
    public static final String NAME = "emstream-learner";

    private LearnerThread() {}

    /**
     * One thread, which ends with the JVM if nobody shuts it down before. It does its work in order, and with the lowest
     * priority: whoever labels points goes first, where the system heeds priorities.
     */
    // Nothing depends on the priority: it is a favour to the stream threads.
    @SuppressWarnings("ThreadPriorityCheck")
    public static ExecutorService executor() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, NAME);
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }
}
