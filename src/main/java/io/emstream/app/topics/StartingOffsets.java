package io.emstream.app.topics;

import io.emstream.app.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a group goes on to read the points, written down before it starts.
 *
 * <p>The topology reads them without a reset policy: with one, records that were deleted before they were read would be passed
 * over in silence. So that a group can begin at all, it finds the first offset of every partition committed.
 */
public final class StartingOffsets {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Comparator<TopicPartition> ORDER = Comparator.comparingInt(TopicPartition::partition);

    private final Admin admin;
    private final String bootstrapServers;
    private final String group;
    private final List<TopicPartition> inputs;

    /** Of a group that reads all partitions of a topic. The connection stays the caller's. */
    public StartingOffsets(Admin admin, String bootstrapServers, String group, String topic, int partitions) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
        this.group = group;
        this.inputs = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /**
     * Records that can never be read, because they went before the group came to them.
     *
     * @param from where the group was to go on
     * @param to where the partition begins now, or ends if that lies before: then it was made anew or lost its end
     */
    public record Gap(TopicPartition partition, long from, long to) {
        @Override
        public String toString() {
            return to > from
                    ? partition + " from offset " + from + " to " + (to - 1) + " (" + (to - from)
                            + (to - from == 1 ? " offset)" : " offsets)")
                    : partition + ", which ends before offset " + to + " and was to be read from " + from;
        }
    }

    /** What is lost so far; nothing in most cases. */
    public List<Gap> gaps() {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, Long> first = offsets(OffsetSpec.earliest());
        Map<TopicPartition, Long> end = offsets(OffsetSpec.latest());
        List<Gap> gaps = new ArrayList<>();
        committed.forEach((partition, from) -> {
            long begins = first.getOrDefault(partition, 0L);
            long ends = end.getOrDefault(partition, from);
            if (from < begins) {
                gaps.add(new Gap(partition, from, begins));
            } else if (from > ends) {
                gaps.add(new Gap(partition, from, ends));
            }
        });
        return gaps;
    }

    /**
     * Sees to it that the group has an offset for every partition.
     *
     * @param skip whether to go on behind what is lost
     * @param told what is then said about it
     * @throws Failure if records are lost and are not to be skipped
     */
    public void prepare(boolean skip, Consumer<String> told) {
        List<Gap> gaps = gaps();
        if (!gaps.isEmpty() && !skip) {
            throw new Failure(sentence(gaps));
        }
        Map<TopicPartition, Long> wanted = new HashMap<>(offsets(OffsetSpec.earliest()));
        wanted.keySet().removeAll(committed().keySet());
        gaps.forEach(gap -> wanted.put(gap.partition(), begin(gap)));
        if (!wanted.isEmpty()) {
            commit(wanted);
        }
        if (!gaps.isEmpty()) {
            told.accept("skipped what was deleted before it was read: " + names(gaps));
        }
    }

    /** What to say when records are lost, and what to do. */
    public static String sentence(List<Gap> gaps) {
        return "Points were deleted before they were read: " + names(gaps)
                + ". They have no labels and are not learned. Give the topic a longer retention (retention.ms,"
                + " retention.bytes), or start more instances; to go on without them: --set points.lost=skip";
    }

    private static String names(List<Gap> gaps) {
        return gaps.stream().map(Gap::toString).collect(Collectors.joining("; "));
    }

    private long begin(Gap gap) {
        return gap.to() > gap.from() ? gap.to() : offsets(OffsetSpec.earliest()).getOrDefault(gap.partition(), 0L);
    }

    /** Commits for the group, which nobody may be in; when several instances start at once, one of them is first. */
    private void commit(Map<TopicPartition, Long> wanted) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        wanted.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        long start = System.nanoTime();
        while (true) {
            try {
                admin.alterConsumerGroupOffsets(group, offsets).all().get();
                return;
            } catch (ExecutionException refused) {
                Throwable cause = refused.getCause() == null ? refused : refused.getCause();
                if (!(cause instanceof UnknownMemberIdException)) {
                    throw Brokers.failure(
                            "say where the group " + group + " begins",
                            "READ on it and on the points topic",
                            bootstrapServers,
                            cause);
                }
                if (isDone(wanted)) {
                    return;
                }
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new Failure(
                            "The group " + group
                                    + " has members, so it cannot be told where to go on. Stop all instances"
                                    + " first, then start one.",
                            cause);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Failure("Stopped while waiting for Kafka.", stopped);
            }
            Utils.sleep(PAUSE.toMillis());
        }
    }

    private boolean isDone(Map<TopicPartition, Long> wanted) {
        Map<TopicPartition, Long> committed = committed();
        return wanted.entrySet().stream()
                .allMatch(each -> committed.getOrDefault(each.getKey(), -1L) >= each.getValue());
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, OffsetAndMetadata> found = Brokers.get(
                "look up where the group " + group + " is",
                "READ on it",
                bootstrapServers,
                admin.listConsumerGroupOffsets(
                                Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(inputs)))
                        .partitionsToOffsetAndMetadata(group));
        Map<TopicPartition, Long> committed = new TreeMap<>(ORDER);
        found.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question =
                inputs.stream().collect(Collectors.toMap(each -> each, each -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answer = Brokers.getOnceKnown(
                "look up offsets of the points",
                "READ on their topic",
                bootstrapServers,
                () -> admin.listOffsets(question).all());
        return answer.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }
}
