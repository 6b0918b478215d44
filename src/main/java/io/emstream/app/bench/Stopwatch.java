package io.emstream.app.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** The CPU time of this process and its threads since a moment. */
final class Stopwatch {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Where the time in user mode stands in a task's stat behind its name; that in the kernel comes next. */
    private static final int USER_TICKS = 11;
    /** What Linux counts in, on every machine that this is likely to see. */
    private static final double TICKS_PER_SECOND = 100;

    private final long start = System.nanoTime();
    private final long processStart = SYSTEM.getProcessCpuTime();
    private final long streamStart = cpu(Stopwatch::isStream);
    private final long producerStart = cpu(Stopwatch::isProducer);
    private final long learnerStart = cpu(Stopwatch::isLearner);
    private final double compileStart = compiled();
    private final long allocatedStart = allocated();

    /** What has passed since this was made. */
    Round stop(String contender, long records, long unlabelled) {
        return new Round(
                contender,
                records,
                (System.nanoTime() - start) / 1e9,
                (SYSTEM.getProcessCpuTime() - processStart) / 1e9,
                (cpu(Stopwatch::isStream) - streamStart) / 1e9,
                (cpu(Stopwatch::isProducer) - producerStart) / 1e9,
                (cpu(Stopwatch::isLearner) - learnerStart) / 1e9,
                compiled() - compileStart,
                allocated() - allocatedStart,
                resident(),
                unlabelled,
                Map.of());
    }

    /** The thread that processes records, whatever processes them. */
    static boolean isStream(String thread) {
        boolean isOfStreams =
                thread.contains("-StreamThread-") && !isProducer(thread) && !thread.startsWith("kafka-coordinator");
        return isOfStreams || thread.equals("bench-plain-loop");
    }

    private static boolean isProducer(String thread) {
        return thread.startsWith("kafka-producer-network-thread");
    }

    private static boolean isLearner(String thread) {
        return thread.startsWith("emstream-learner");
    }

    private static long cpu(Predicate<String> which) {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && which.test(info.getThreadName())) {
                sum += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    /** The CPU time of the compiler's threads in seconds, as Linux tells it; 0 elsewhere. */
    private static double compiled() {
        double ticks = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String status = Files.readString(task.resolve("stat"));
                int nameEnds = status.lastIndexOf(')');
                String name = status.substring(status.indexOf('(') + 1, nameEnds);
                if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
                    String[] fields = status.substring(nameEnds + 2).split(" ", -1);
                    ticks += Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
                }
            }
        } catch (IOException untold) {
            return 0;
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long allocated() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && isStream(info.getThreadName())) {
                sum += Math.max(0, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return sum;
    }

    /** Bytes of this process in memory; {@code NaN} where the system does not tell. */
    static double resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException untold) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
