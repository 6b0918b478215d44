package io.emstream.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of the thread that processes records goes. While it runs Java code, samples of its stack are taken (Java Flight
 * Recorder, every 10 ms), each counted for the innermost call that the table below knows. What it does otherwise has no sample:
 * compression, system calls, the JVM's own work.
 */
final class Bill {
    /** The part that has no samples. */
    static final String NATIVE = "native";

    private static final String OTHER = "framework";
    private static final Duration PERIOD = Duration.ofMillis(10);

    /**
     * Beginnings of {@code class.method(}, the more special first. What is not here, readers of a few values above all, is
     * part of what it is called for.
     */
    private static final List<Map.Entry<String, String>> WHERE = List.of(
            Map.entry("io.emstream.codec.AssignmentJson.", "encode"),
            Map.entry("io.emstream.codec.JsonBlockAnswers.", "encode"),
            Map.entry("io.emstream.codec.PackedBlockAnswers.", "encode"),
            Map.entry("io.emstream.codec.TaskReportCodec.", "commit"),
            Map.entry("io.emstream.codec.PointDecoders.", "decode"),
            Map.entry("io.emstream.codec.JsonBlockDecoder.", "decode"),
            Map.entry("io.emstream.codec.PackedBlockDecoder.", "decode"),
            Map.entry("com.fasterxml.jackson.databind.ObjectMapper.write", "encode"),
            Map.entry("com.fasterxml.jackson.databind.ObjectMapper.read", "decode"),
            Map.entry("io.emstream.em.Responsibilities.observe(", "accumulate"),
            Map.entry("io.emstream.em.RowResponsibilities.observe(", "accumulate"),
            Map.entry("io.emstream.streams.PaneAccumulators.", "accumulate"),
            Map.entry("io.emstream.streams.TaskReports.", "accumulate"),
            Map.entry("io.emstream.em.Responsibilities.of(", "E-step"),
            Map.entry("io.emstream.em.RowResponsibilities.add(", "E-step"),
            Map.entry("io.emstream.em.RowResponsibilities.answer(", "E-step"),
            Map.entry("io.emstream.mixture.CompiledMixture.squaredDistance(", "E-step"),
            Map.entry("io.emstream.family.ChiSquare.", "E-step"),
            Map.entry("io.emstream.streams.CommitHook.", "commit"),
            Map.entry("io.emstream.streams.UpdateModel.", "commit"),
            Map.entry("io.emstream.streams.LabelSink.", "produce"),
            Map.entry("io.emstream.streams.", "assign"),
            Map.entry("org.apache.kafka.clients.producer.KafkaProducer.commit", "commit"),
            Map.entry("org.apache.kafka.clients.producer.KafkaProducer.sendOffsets", "commit"),
            Map.entry("org.apache.kafka.clients.producer.KafkaProducer.flush", "commit"),
            Map.entry("org.apache.kafka.clients.producer.", "produce"),
            Map.entry("org.apache.kafka.streams.processor.internals.RecordCollectorImpl", "produce"),
            Map.entry("org.apache.kafka.clients.consumer.", "fetch"),
            Map.entry("org.apache.kafka.streams.processor.internals.RecordQueue.updateHead", "fetch"),
            Map.entry("org.apache.kafka.streams.processor.internals.RecordDeserializer", "fetch"),
            Map.entry("org.apache.kafka.streams.processor.internals.StreamTask.addRecords", "fetch"),
            Map.entry("org.apache.kafka.streams.processor.internals.TaskExecutor.commit", "commit"),
            Map.entry("org.apache.kafka.streams.processor.internals.TaskManager.commit", "commit"),
            Map.entry("org.apache.kafka.streams.", OTHER));

    private final Recording recording = new Recording();
    private final Instant begin;

    /** Begins to sample. */
    Bill() {
        recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
        recording.start();
        begin = Instant.now();
    }

    /** Ends it; how many samples fell to what. */
    Map<String, Integer> stop() throws IOException {
        Instant end = Instant.now();
        recording.stop();
        Path file = Files.createTempFile("emstream-bench", ".jfr");
        try {
            recording.dump(file);
            return samples(file, begin, end);
        } finally {
            recording.close();
            Files.delete(file);
        }
    }

    private static Map<String, Integer> samples(Path file, Instant begin, Instant end) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                boolean isWithin = !event.getStartTime().isBefore(begin)
                        && !event.getStartTime().isAfter(end);
                if (isWithin
                        && stack != null
                        && event.getEventType().getName().equals("jdk.ExecutionSample")
                        && Stopwatch.isStream(event.getThread("sampledThread").getJavaName())) {
                    samples.merge(part(stack.getFrames().stream().map(Bill::call)), 1, Integer::sum);
                }
            }
        }
        return samples;
    }

    private static String call(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName() + "(";
    }

    /**
     * What a stack is a sample of.
     *
     * @param calls as {@code class.method(}, from the innermost outwards
     */
    static String part(Stream<String> calls) {
        return calls.map(Bill::known).filter(Objects::nonNull).findFirst().orElse(OTHER);
    }

    private static @Nullable String known(String call) {
        for (Map.Entry<String, String> each : WHERE) {
            if (call.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return null;
    }

    /**
     * What parts cost: a period for each sample, and for {@link #NATIVE} what then is left of the thread's CPU time.
     *
     * @param cpuSeconds of the thread; if the samples, which are taken also while it waits for a core, come to more, they are
     *     scaled down to it
     * @return seconds, which sum to those of the thread
     */
    static Map<String, Double> seconds(Map<String, Integer> samples, double cpuSeconds) {
        double perSecond = Duration.ofSeconds(1).dividedBy(PERIOD);
        double sampled = samples.values().stream().mapToInt(Integer::intValue).sum() / perSecond;
        double scale = sampled > cpuSeconds ? cpuSeconds / sampled : 1;
        Map<String, Double> seconds = new TreeMap<>();
        samples.forEach((part, count) -> seconds.put(part, scale * count / perSecond));
        seconds.put(NATIVE, Math.max(0, cpuSeconds - sampled));
        return seconds;
    }
}
