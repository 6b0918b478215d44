package io.emstream.app.bench;

import java.util.Map;

/**
 * What one turn of one contender took: of its last four fifths, so that joining the group does not count, but for the last points.
 *
 * @param contender by name
 * @param records answered
 * @param seconds of the wall clock
 * @param cpuSeconds of its process, all threads, compiling and collecting included
 * @param streamSeconds the same of the thread that processes records
 * @param producerSeconds the same of the thread that sends them
 * @param learnerSeconds the same of the threads of the learner's checks
 * @param compileSeconds the same of the threads that compile; 0 where the system does not tell
 * @param allocated bytes, by the thread that processes records
 * @param resident bytes of the process in memory, at the end
 * @param unlabelled records since the turn began that no model has labelled
 * @param bill {@code streamSeconds} by what was done in them, if that was sampled
 */
public record Round(
        String contender,
        long records,
        double seconds,
        double cpuSeconds,
        double streamSeconds,
        double producerSeconds,
        double learnerSeconds,
        double compileSeconds,
        double allocated,
        double resident,
        long unlabelled,
        Map<String, Double> bill) {
    /** The same with a bill. */
    Round billed(Map<String, Double> streamBill) {
        return new Round(
                contender,
                records,
                seconds,
                cpuSeconds,
                streamSeconds,
                producerSeconds,
                learnerSeconds,
                compileSeconds,
                allocated,
                resident,
                unlabelled,
                streamBill);
    }

    /** Records a second of the wall clock. */
    double perSecond() {
        return records / seconds;
    }

    /** Microseconds of CPU a record. */
    double cpuMicros() {
        return 1e6 * cpuSeconds / records;
    }
}
