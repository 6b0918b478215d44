package io.emstream;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The kernel in points a CPU second of one thread, as {@code src/jmh/python/kernel.py} measures NumPy's: {@link KernelBenchmark}
 * by a clock that other processes on the machine do not disturb. The better of two runs of two seconds, after one that is not
 * counted; the compiler has threads of its own.
 *
 * <p>Arguments: the family, and a shape such as {@code 8x8}. One shape a process: loops that were compiled for another are up to
 * an eighth slower.
 */
public final class KernelLoad {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double SECONDS = 2;
    private static final int RUNS = 3;

    private KernelLoad() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        KernelBenchmark kernel = new KernelBenchmark();
        kernel.family = arguments[0];
        kernel.shape = arguments[1];
        kernel.draw();
        System.out.println("shape  in blocks  one by one  (points a CPU second)");
        System.out.printf("%s  %.0f  %.0f%n", kernel.shape, rate(kernel::block), rate(kernel::single));
    }

    private static double rate(Runnable pass) {
        double best = 0;
        for (int run = 0; run < RUNS; run++) {
            double start = cpuSeconds();
            double passes = 0;
            while (cpuSeconds() - start < SECONDS) {
                pass.run();
                passes++;
            }
            double rate = passes * KernelBenchmark.POINTS / (cpuSeconds() - start);
            best = run == 0 ? 0 : Math.max(best, rate);
        }
        return best;
    }

    private static double cpuSeconds() {
        return THREADS.getCurrentThreadCpuTime() / 1e9;
    }
}
