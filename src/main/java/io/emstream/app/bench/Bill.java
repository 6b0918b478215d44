package io.emstream.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of the thread that processes records goes: samples of its stack (Java Flight Recorder, every 10 ms), each
 * counted for the innermost call that the table below knows.
 */
final class Bill {
    private static final String OTHER = "framework";

    /** Beginnings of {@code class.method}, the more special first. */
    private static final List<Map.Entry<String, String>> WHERE = List.of(
            Map.entry("io.emstream.codec.AssignmentJson", "encode"),
            Map.entry("io.emstream.codec.JsonLine", "encode"),
            Map.entry("io.emstream.codec.TaskReportCodec", "commit"),
            Map.entry("io.emstream.codec.", "decode"),
            Map.entry("com.fasterxml.jackson.databind.ObjectMapper.write", "encode"),
            Map.entry("com.fasterxml.jackson.databind.ObjectMapper.read", "decode"),
            Map.entry("io.emstream.em.Responsibilities.observe", "accumulate"),
            Map.entry("io.emstream.em.BlockResponsibilities.observe", "accumulate"),
            Map.entry("io.emstream.mixture.CompiledMixture.observe", "accumulate"),
            Map.entry("io.emstream.statistics.BlockMoments", "accumulate"),
            Map.entry("io.emstream.streams.PaneAccumulators", "accumulate"),
            Map.entry("io.emstream.streams.TaskReports", "accumulate"),
            Map.entry("io.emstream.em.", "E-step"),
            Map.entry("io.emstream.mixture.", "E-step"),
            Map.entry("io.emstream.family.ChiSquare", "E-step"),
            Map.entry("io.emstream.streams.CommitHook.", "commit"),
            Map.entry("io.emstream.streams.UpdateModel", "commit"),
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

    /** Begins to sample. */
    Bill() {
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
        recording.start();
    }

    /** What part of the samples fell to what. */
    Map<String, Double> stop() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("emstream-bench", ".jfr");
        try {
            recording.dump(file);
            return shares(file);
        } finally {
            recording.close();
            Files.delete(file);
        }
    }

    private static Map<String, Double> shares(Path file) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        int all = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                // Native samples are of waiting, but for reading and writing sockets, which is little.
                if (!event.getEventType().getName().equals("jdk.ExecutionSample")
                        || stack == null
                        || !Stopwatch.isStream(event.getThread("sampledThread").getJavaName())) {
                    continue;
                }
                counts.merge(part(stack.getFrames()), 1, Integer::sum);
                all++;
            }
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            shares.put(each.getKey(), (double) each.getValue() / all);
        }
        return shares;
    }

    private static String part(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String call = frame.getMethod().getType().getName() + "."
                    + frame.getMethod().getName();
            for (Map.Entry<String, String> each : WHERE) {
                if (call.startsWith(each.getKey())) {
                    return each.getValue();
                }
            }
        }
        return OTHER;
    }
}
