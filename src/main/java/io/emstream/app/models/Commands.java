package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.Brokers;
import io.emstream.codec.CommandJson;
import io.emstream.codec.ModelEventJson;
import io.emstream.learn.Command;
import io.emstream.learn.ModelEvent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes commands, and waits for what comes of them. */
public final class Commands {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int KAFKAS_LARGEST_REQUEST = 1 << 20;
    private static final int ENVELOPE = 16 << 10;

    private final Settings settings;
    private final byte[] key;

    /** To the model that the settings name. */
    public Commands(Settings settings) {
        this.settings = settings;
        this.key = settings.modelName().getBytes(StandardCharsets.UTF_8);
    }

    /** A command with an id of its own, by whoever runs this program. */
    public static Command by(Command.Action action) {
        return new Command(UUID.randomUUID().toString(), whoever(), action);
    }

    private static String whoever() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return user;
        }
    }

    /**
     * Writes a command and waits until it is carried out.
     *
     * @param eventTime no later than that of the current model, so that the command does not queue behind a backlog; epoch
     *     milliseconds
     * @return the event that says what was done
     * @throws Failure if it was refused, or nobody answers
     */
    public ModelEvent carryOut(Command command, long eventTime, Duration patience) {
        try (PartitionReader events = new PartitionReader(
                settings, new TopicPartition(settings.topics().events(), 0))) {
            // Before it is written, so that the answer cannot be missed.
            events.seek(events.end());
            send(command, eventTime);
            ModelEvent answer = answer(events, command, patience);
            if (answer.type() == ModelEvent.Type.COMMAND_REFUSED) {
                throw new Failure(
                        "Refused: " + answer.notes().getOrDefault(ModelEvent.REASON, "no reason given") + ".");
            }
            return answer;
        }
    }

    private ModelEvent answer(PartitionReader events, Command command, Duration patience) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> each : events.poll(POLL)) {
                ModelEvent event = event(each);
                if (event != null && command.id().equals(event.notes().get(ModelEvent.COMMAND))) {
                    return event;
                }
            }
        }
        throw new Failure("The command is written, but nobody has carried it out within " + patience.toSeconds()
                + " s: is `emstream run` running with application.id " + settings.applicationId()
                + "? It will be carried out as soon as it is; the events topic will say so.");
    }

    private @Nullable ModelEvent event(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(record.key(), key) || record.value() == null) {
            return null;
        }
        try {
            return ModelEventJson.decode(record.value());
        } catch (IllegalArgumentException ofALaterVersion) {
            return null;
        }
    }

    private String right() {
        return "WRITE on it, and on transactional ids that begin with " + settings.applicationId() + "-command-";
    }

    /** Writes a command, in a transaction of its own. */
    public void send(Command command, long eventTime) {
        byte[] value = CommandJson.encode(command);
        Map<String, Object> properties = settings.kafka().producer();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.applicationId() + "-command-" + command.id());
        int size = value.length + ENVELOPE;
        if (size > KAFKAS_LARGEST_REQUEST) {
            properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, size);
        }
        String topic = settings.topics().commands();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(topic, 0, Math.max(0, eventTime), key, value));
            producer.flush();
            Brokers.get("write to the topic " + topic, right(), settings.bootstrapServers(), sent);
            producer.commitTransaction();
        } catch (KafkaException refused) {
            throw Brokers.failure("write to the topic " + topic, right(), settings.bootstrapServers(), refused);
        }
    }
}
