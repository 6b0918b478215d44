package io.emstream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/** How far the writers of a topic have come. */
public final class CommittedRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CommittedRecords() {}

    /**
     * Where a topic's committed records end, in all. Waits until its partitions have leaders, because a broker may not have
     * heard yet of a topic that was created a moment ago.
     */
    public static long of(Admin admin, String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        return Awaitility.await("leaders of " + topic)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(failure -> failure instanceof ExecutionException
                        && failure.getCause() instanceof UnknownTopicOrPartitionException)
                .until(() -> admin.listOffsets(latest, committed).all().get(), offsets -> true)
                .values()
                .stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
