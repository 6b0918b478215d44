package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.PointFeed;
import io.emstream.codec.TaskReportCodec;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What tasks have told the learner in transactions that were committed, added up by partition of the points: so that nothing
 * that is lost of one makes up for what is counted twice of another. Points that were held do not count before they come again
 * in statistics.
 */
final class CommittedReports {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long[] points;
    private final double[] weights;

    private CommittedReports(int partitions) {
        points = new long[partitions];
        weights = new double[partitions];
    }

    /** All that is on the statistics topic of an application, from its start. */
    static CommittedReports read(TestBroker broker, String applicationId, int partitions) {
        List<TopicPartition> statistics = TestBroker.partitions(applicationId + "-statistics-repartition", 1);
        CommittedReports all = new CommittedReports(partitions);
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<byte[], byte[]> consumer = broker.consumer(statistics)) {
            assertThat(consumer.beginningOffsets(statistics).values().iterator().next())
                    .as("reports that the broker has deleted")
                    .isZero();
            long last = consumer.endOffsets(statistics).values().iterator().next();
            while (consumer.position(statistics.get(0)) < last) {
                assertThat(Instant.now()).as("end of the statistics").isBefore(end);
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    all.add(TaskReportCodec.decode(each.value()));
                }
            }
        }
        return all;
    }

    private void add(TaskReport report) {
        if (report instanceof TaskReport.Pane pane) {
            MixtureStatistics statistics = pane.statistics().statistics();
            points[pane.partition()] += statistics.points();
            weights[pane.partition()] += statistics.weight();
        } else if (report instanceof RawPoints raw && raw.kind() != RawPoints.Kind.HELD) {
            points[raw.partition()] += raw.points().size();
            weights[raw.partition()] +=
                    raw.points().stream().mapToDouble(Point::weight).sum();
        }
    }

    /** Of each partition every point was reported once: as many as were fed, of the same weight. */
    void assertAllOf(PointFeed feed) {
        for (int partition = 0; partition < points.length; partition++) {
            assertThat(points[partition])
                    .as("points learned of partition %d", partition)
                    .isEqualTo(feed.points(partition));
            assertThat(weights[partition])
                    .as("weight learned of partition %d", partition)
                    .isCloseTo(feed.weight(partition), within(1e-6));
        }
    }

    /** Whether of each of these partitions as many points were reported as were fed. */
    boolean areAllOf(PointFeed feed, int... partitions) {
        for (int partition : partitions) {
            if (points[partition] != feed.points(partition)) {
                return false;
            }
        }
        return true;
    }
}
