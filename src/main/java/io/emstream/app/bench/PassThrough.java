package io.emstream.app.bench;

import io.emstream.app.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The least that a Kafka Streams application can do: it reads the points as bytes, and answers each with the bytes of a label,
 * with the settings of emstream's own clients and threads. The labels are some thousands of real ones in turn, so that they
 * compress as labels do.
 */
final class PassThrough implements Contender {
    /** Where it writes to. */
    static final String TOPIC = "bench.pass-through";

    private final KafkaStreams streams;
    private final int block;
    private final LongAdder processed = new LongAdder();

    PassThrough(Settings settings, List<byte[]> labels, int block) {
        this.block = block;
        Properties properties = settings.kafka().streams(Workload.PARTITIONS);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-pass-through");
        properties.put("auto.offset.reset", "earliest");
        streams = new KafkaStreams(topology(settings, properties, labels), properties);
        streams.start();
    }

    private Topology topology(Settings settings, Properties properties, List<byte[]> labels) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        var bytes = Serdes.ByteArray();
        builder.stream(settings.topics().points(), Consumed.with(bytes, bytes).withName("points"))
                .mapValues(point -> answer(labels), Named.as("answer"))
                .to(TOPIC, Produced.with(bytes, bytes).withName("labels"));
        return builder.build(properties);
    }

    private byte[] answer(List<byte[]> labels) {
        int turn = processed.intValue() / block;
        processed.add(block);
        return labels.get((turn & Integer.MAX_VALUE) % labels.size()).clone();
    }

    @Override
    public long processed() {
        return processed.sum();
    }

    @Override
    public boolean isDead() {
        return streams.state() == KafkaStreams.State.ERROR;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
