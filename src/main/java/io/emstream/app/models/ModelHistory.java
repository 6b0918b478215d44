package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Model;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The versions that the models topic still has, of one model, and whether it is pinned. */
public final class ModelHistory implements AutoCloseable {
    /** Where a search among versions turns into reading all that is left. */
    private static final int FEW = 256;
    /** A version takes a record and the marker of its transaction; and now and then a version is said again. */
    private static final int OFFSETS_PER_VERSION = 3;

    private static final int WIDENING = 4;

    private final String name;
    private final byte[] key;
    private final String topic;
    private final PartitionReader models;
    private final PartitionReader events;

    /** The history of the model that the settings name; both topics exist. */
    public ModelHistory(Settings settings) {
        this.name = settings.modelName();
        this.key = name.getBytes(StandardCharsets.UTF_8);
        this.topic = settings.topics().models();
        this.models = new PartitionReader(settings, new TopicPartition(topic, 0));
        this.events = new PartitionReader(
                settings, new TopicPartition(settings.topics().events(), 0));
    }

    /** The newest version; empty if there is none, or none any more. */
    public Optional<Model> newest() {
        return Optional.ofNullable(models.last(this::model));
    }

    /**
     * The newest version.
     *
     * @throws Failure if there is none
     */
    public Model newestOrFail() {
        return newest().orElseThrow(
                        () -> new Failure("There is no version of the model " + name + " in the topic " + topic
                                + ". Models appear when emstream run has seen enough points; another model is named by"
                                + " application.id or model.name."));
    }

    /** The newest versions, the newest last. */
    public List<Model> last(int number) {
        long begin = models.begin();
        long to = models.end();
        long window = (long) OFFSETS_PER_VERSION * number;
        NavigableMap<Long, Model> found = new TreeMap<>();
        while (to > begin && found.size() <= number) {
            long from = Math.max(begin, to - window);
            for (ConsumerRecord<byte[], byte[]> each : models.read(from, to)) {
                Model model = model(each);
                if (model != null) {
                    found.put(model.version(), model);
                }
            }
            to = from;
            window *= WIDENING;
        }
        List<Model> all = new ArrayList<>(found.values());
        return all.subList(Math.max(0, all.size() - number), all.size());
    }

    /**
     * A version.
     *
     * @throws Failure if it is not there, or not any more
     */
    public Model version(long version) {
        return find(version).orElseThrow(() -> absent(version));
    }

    private Failure absent(long version) {
        Model newest = newestOrFail();
        if (version > newest.version()) {
            return new Failure("There is no version " + version + " of the model " + name + " yet: the newest is "
                    + newest.version() + ".");
        }
        List<Model> oldest = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each :
                models.read(models.begin(), Math.min(models.end(), models.begin() + FEW))) {
            Model model = model(each);
            if (model != null) {
                oldest.add(model);
            }
        }
        String kept = oldest.isEmpty()
                ? ""
                : ": the oldest that is kept is " + oldest.get(0).version();
        return new Failure("Version " + version + " of the model " + name + " is not in the topic " + topic
                + " any more" + kept
                + ". Its retention (retention.ms) decides how long versions are kept; what was taken"
                + " out in time with `models export` can be brought in again with `models import`.");
    }

    /** A version, if it is still there. Versions never go back, so that half of the topic can be left out at each look. */
    public Optional<Model> find(long version) {
        long low = models.begin();
        long high = models.end();
        while (high - low > FEW) {
            long middle = low + (high - low) / 2;
            Model there = firstFrom(middle, high);
            if (there != null && there.version() == version) {
                return Optional.of(there);
            }
            if (there == null || there.version() > version) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return models.read(low, high).stream()
                .map(this::model)
                .filter(model -> model != null && model.version() == version)
                .findFirst();
    }

    private @Nullable Model firstFrom(long offset, long end) {
        for (long from = offset; from < end; from += FEW) {
            for (ConsumerRecord<byte[], byte[]> each : models.read(from, Math.min(end, from + FEW))) {
                Model model = model(each);
                if (model != null) {
                    return model;
                }
            }
        }
        return null;
    }

    /** The event that says that the model is pinned; empty if it is not. A pin is said again every day. */
    public Optional<ModelEvent> pin() {
        ModelEvent last = events.last(each -> {
            ModelEvent event = event(each);
            boolean tells = event != null
                    && (event.type() == ModelEvent.Type.PINNED
                            || event.type() == ModelEvent.Type.UNPINNED
                            || event.type() == ModelEvent.Type.RESET);
            return tells ? event : null;
        });
        return Optional.ofNullable(last).filter(event -> event.type() == ModelEvent.Type.PINNED);
    }

    private @Nullable Model model(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(record.key(), key) || record.value() == null) {
            return null;
        }
        try {
            return ModelJson.decode(record.value());
        } catch (IllegalArgumentException unreadable) {
            throw new Failure(
                    "Offset " + record.offset() + " of " + topic + " cannot be read: " + unreadable.getMessage() + ".",
                    unreadable);
        }
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

    /** What is known of the ids of clusters: the largest that any of the last events or the newest version names. */
    long largestCluster() {
        long largest = 0;
        for (ConsumerRecord<byte[], byte[]> each : events.read(events.begin(), events.end())) {
            ModelEvent event = event(each);
            if (event != null) {
                largest = Math.max(largest, largest(event.from()));
                largest = Math.max(largest, largest(event.to()));
            }
        }
        return Math.max(
                largest,
                newest().map(model ->
                                Arrays.stream(model.mixture().clusters()).max().orElse(0))
                        .orElse(0L));
    }

    private static long largest(List<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public void close() {
        models.close();
        events.close();
    }
}
