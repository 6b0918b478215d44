package io.emstream.streams;

import static io.emstream.codec.Assignment.Status.NO_MODEL;
import static io.emstream.codec.Assignment.Status.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
import io.emstream.codec.PointFormat;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.StreamSettings.Clock;
import io.emstream.streams.StreamSettings.Warmup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many points in one record are labelled, learned and refused as the same points would be one by one. */
class BlocksTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(21);

    static Stream<Family> families() {
        return Samples.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aBlockIsLabelledLikeItsPoints(Family family) {
        Random random = new Random(3);
        Mixture mixture = Samples.mixture(family, 4, 3, random);
        List<Point> points = new ArrayList<>(Samples.draw(mixture, 300, random));
        points.set(7, withMissing(points.get(7), 1));
        points.set(290, Point.of(Double.NaN, Double.NaN, Double.NaN));
        frozen(mixture);
        for (PointFormat format : List.of(PointFormat.JSON, PointFormat.FLOAT32)) {
            settings.format = format;
            try (Driven driven = new Driven(settings)) {
                points.forEach(point -> driven.feed(
                        format == PointFormat.JSON ? json(point).getBytes(UTF_8) : Rows.packed(point.values())));
                List<Assignment> single = driven.labels();
                driven.feed(
                        format == PointFormat.JSON
                                ? Rows.json(
                                        points.stream().map(BlocksTest::json).toList())
                                : Rows.packed(points.stream().map(Point::values).toArray(double[][]::new)));
                List<@Nullable Assignment> rows = rows(driven);
                assertThat(rows).hasSameSizeAs(single).doesNotContainNull();
                for (int i = 0; i < rows.size(); i++) {
                    assertSameLabel(Objects.requireNonNull(rows.get(i)), single.get(i), format);
                }
            }
        }
    }

    private static void assertSameLabel(Assignment row, Assignment single, PointFormat format) {
        // A packed answer has all responsibilities as float32, a single label those of 1e-4 and more.
        assertThat(row.cluster()).isEqualTo(single.cluster());
        assertThat(row.status()).isEqualTo(single.status());
        assertThat(row.model()).isEqualTo(single.model());
        if (format == PointFormat.JSON) {
            assertThat(row.responsibilities().keySet())
                    .containsExactlyElementsOf(single.responsibilities().keySet());
        }
        single.responsibilities()
                .forEach(
                        (id, part) -> assertThat(row.responsibilities().get(id)).isEqualTo(part, within(2e-7)));
        assertClose(row.logDensity(), single.logDensity());
        assertClose(row.tail(), single.tail());
        assertClose(row.outlier(), single.outlier());
    }

    private static void assertClose(double one, double other) {
        if (Double.isNaN(other)) {
            assertThat(one).isNaN();
        } else {
            assertThat(one).isEqualTo(other, within(2e-7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pointsInBlocksAreLearnedOnceWhateverTheyMet(Warmup warmup) {
        settings.warmup = warmup;
        settings.holdMax = 60;
        settings.warmupPoints = 150;
        try (Driven driven = new Driven(settings)) {
            int rows = 0;
            for (int i = 0; i < 60; i++) {
                rows += i % 3 == 0 ? feedPoint(driven) : feedBlock(driven, 1 + i % 11);
            }
            driven.end();
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(rows);
            List<TestRecord<byte[], byte[]>> answers = driven.assignments();
            assertThat(answers).hasSize(60);
            long labelled = settings.counts.labels(OK) + settings.counts.labels(NO_MODEL);
            assertThat(labelled).isEqualTo(rows);
            assertThat(settings.counts.labels(NO_MODEL)).isPositive();
            assertThat(settings.counts.labels(OK)).isPositive();
            for (int i = 0; i < 60; i++) {
                byte[] value = answers.get(i).value();
                assertThat(BlockAssignments.isBlock(value)).isEqualTo(i % 3 != 0);
                long offset = i % 3 == 0
                        ? AssignmentJson.decode(value).offset()
                        : first(BlockAssignments.decode(value)).offset();
                assertThat(offset).isEqualTo(i);
            }
        }
    }

    @Test
    void aHeldBlockLeavesAsItCame() {
        try (Driven driven = new Driven(settings)) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("traceparent", new byte[] {1});
            byte[] value = Rows.json(blobs(40));
            driven.feed("key".getBytes(UTF_8), value, headers, Driven.START.minusMillis(5));
            assertThat(driven.assignments()).isEmpty();
            feedBlock(driven, 60);
            assertThat(driven.assignments()).hasSize(2).first().satisfies(answer -> {
                assertThat(answer.key()).isEqualTo("key".getBytes(UTF_8));
                assertThat(answer.headers()).isEqualTo(headers);
                assertThat(answer.getRecordTime()).isEqualTo(Driven.START.minusMillis(5));
                assertThat(BlockAssignments.decode(answer.value())).hasSize(40).doesNotContainNull();
            });
            driven.end();
            assertThat(last(driven.models()).points()).isEqualTo(100);
        }
    }

    @Test
    void badRowsAreDeadLettersOfTheirOwnAndKeepTheirPlaces() {
        String[] rows = {
            "[1,2]", "[1]", "[1,2,3]", "[1,Infinity]", "[1,\"two\"]", "7", "[1,[2]]", "[1,1e308]", "[null,3]", "[4,5]"
        };
        List<String> weights = List.of("1", "1", "1", "1", "1", "1", "1", "1", "null", "-1");
        Reason[] reasons = {
            null,
            Reason.WRONG_DIMENSION,
            Reason.WRONG_DIMENSION,
            Reason.NOT_FINITE,
            Reason.NOT_A_POINT,
            Reason.NOT_A_POINT,
            Reason.NOT_A_POINT,
            Reason.OUT_OF_SUPPORT,
            null,
            Reason.BAD_WEIGHT
        };
        try (Driven driven = new Driven(settings)) {
            byte[] value = Rows.json(List.of(rows), weights, "2024-04-30T23:59:59Z");
            RecordHeaders headers = new RecordHeaders();
            headers.add("traceparent", new byte[] {1});
            // Once held, and once labelled at once.
            long held = driven.feed("key".getBytes(UTF_8), value, headers, driven.now());
            assertThat(driven.deadLetters()).isEmpty();
            feedBlock(driven, 100);
            assertRows(driven, held, rows, reasons, headers);
            long place = driven.feed("key".getBytes(UTF_8), value, headers, driven.now());
            assertRows(driven, place, rows, reasons, headers);
            driven.end();
            assertThat(last(driven.models()).points()).isEqualTo(104);
        }
    }

    private static void assertRows(Driven driven, long place, String[] rows, Reason[] reasons, RecordHeaders headers) {
        List<@Nullable Assignment> labels =
                BlockAssignments.decode(driven.assignments().get(0).value());
        assertThat(labels).hasSize(rows.length);
        List<TestRecord<byte[], byte[]>> letters = driven.deadLetters();
        int next = 0;
        for (int row = 0; row < rows.length; row++) {
            if (reasons[row] == null) {
                assertThat(labels.get(row)).isNotNull();
                assertThat(first(labels).offset()).isEqualTo(place);
                continue;
            }
            assertThat(labels.get(row)).isNull();
            TestRecord<byte[], byte[]> letter = letters.get(next++);
            assertThat(text(letter, "emstream.row")).isEqualTo(Integer.toString(row));
            assertThat(text(letter, "emstream.reason")).isEqualTo(reasons[row].name());
            assertThat(text(letter, "__streams.errors.offset")).isEqualTo(Long.toString(place));
            assertThat(text(letter, "__streams.errors.message")).contains("must ");
            assertThat(new String(letter.value(), UTF_8)).isEqualTo(rows[row]);
            assertThat(letter.key()).isEqualTo("key".getBytes(UTF_8));
            assertThat(letter.headers().lastHeader("traceparent").value())
                    .isEqualTo(headers.lastHeader("traceparent").value());
        }
        assertThat(next).isEqualTo(letters.size());
    }

    @Test
    void badRowsOfPackedBlocksAreDeadLettersThatAreBlocksNoMore() {
        settings.format = PointFormat.FLOAT32;
        settings.warmup = Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            driven.feed(Rows.packed(
                    new double[][] {{1, 2}, {1, Double.POSITIVE_INFINITY}, {Double.NaN, 4}, {1e38, 1e38}}));
            assertThat(rows(driven))
                    .satisfiesExactly(
                            row -> assertThat(row).isNotNull(),
                            row -> assertThat(row).isNull(),
                            row -> assertThat(row).isNotNull(),
                            row -> assertThat(row).isNotNull());
            assertThat(driven.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(text(letter, "emstream.row")).isEqualTo("1");
                assertThat(text(letter, "emstream.reason")).isEqualTo("NOT_FINITE");
                assertThat(letter.value()).isEqualTo(Rows.packed(new double[] {1, Double.POSITIVE_INFINITY}));
            });
        }
    }

    @Test
    void aRowWithoutADensityIsRefusedAndTheOthersAreLabelled() {
        settings.family = Families.parse("gaussian-diag");
        settings.prior = io.emstream.family.Prior.Kind.NONE;
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < 100; i++) {
                driven.feed("[" + (i % 2) * 1e-90 + "," + (i % 3) * 1e-90 + "]");
            }
            driven.labels();
            driven.feed(Rows.json(List.of("[0,0]", "[1e99,-1e99]", "[0,1e-90]")));
            assertThat(rows(driven))
                    .satisfiesExactly(
                            row -> assertThat(row).isNotNull(),
                            row -> assertThat(row).isNull(),
                            row -> assertThat(row).isNotNull());
            assertThat(driven.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(text(letter, "emstream.reason")).isEqualTo("NOT_FINITE");
                assertThat(text(letter, "emstream.row")).isEqualTo("1");
            });
        }
    }

    @Test
    void aBrokenBlockIsOneDeadLetter() {
        settings.maxBlockRows = 20;
        settings.warmup = Warmup.PASS;
        List<String> broken = List.of(
                "{\"X\":[[1,2],[3",
                "{\"X\":[]}",
                "{\"X\":[[1,2]],\"X\":[[3,4]]}",
                "{\"X\":[[1,2]],\"w\":[1,2]}",
                "{\"X\":[[1,2]],\"weight\":3}",
                "{\"X\":[[1,2]],\"timestamp\":\"yesterday\"}",
                "{\"X\":[[1,2]],\"timestamp\":\"2124-05-01T00:00:00Z\"}",
                new String(Rows.json(blobs(21)), UTF_8));
        try (Driven driven = new Driven(settings)) {
            for (String each : broken) {
                driven.feed(each);
                assertThat(driven.deadLetters()).as(each).singleElement().satisfies(letter -> {
                    assertThat(text(letter, "emstream.row")).isNull();
                    assertThat(new String(letter.value(), UTF_8)).isEqualTo(each);
                });
            }
            assertThat(driven.assignments()).isEmpty();
            driven.feed(Rows.json(blobs(20)));
            assertThat(rows(driven)).hasSize(20);
        }
    }

    @Test
    void aBlockWhoseAnswerMightBeTooLargeIsRefused() {
        settings.maxAnswerBytes = 5000;
        settings.warmup = Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            driven.feed(Rows.json(blobs(20)));
            driven.feed(Rows.json(blobs(30)));
            assertThat(driven.assignments()).hasSize(1);
            assertThat(driven.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(text(letter, "emstream.reason")).isEqualTo("TOO_LARGE");
                assertThat(text(letter, "__streams.errors.message")).contains("30 rows", "5000", "max.block.rows");
            });
        }
    }

    @Test
    void theRowsOfABlockAreInOnePaneAndLateTogether() {
        settings.clock = Clock.EVENT_TIME;
        settings.paneLength = 1000;
        settings.maxAhead = null;
        try (Driven driven = new Driven(settings)) {
            feedBlock(driven, 100);
            driven.reports();
            Instant later = Driven.START.plusSeconds(3600);
            driven.feed(null, Rows.json(blobs(40)), new RecordHeaders(), later);
            driven.feed(null, Rows.json(blobs(30)), new RecordHeaders(), later.minusSeconds(60));
            long pane = later.toEpochMilli() / 1000;
            assertThat(driven.reports())
                    .filteredOn(TaskReport.Pane.class::isInstance)
                    .map(report -> ((TaskReport.Pane) report).statistics())
                    .satisfiesExactly(
                            first -> {
                                assertThat(first.pane()).isEqualTo(pane);
                                assertThat(first.statistics().points()).isEqualTo(40);
                                assertThat(first.late()).isZero();
                            },
                            late -> {
                                assertThat(late.pane()).isEqualTo(pane);
                                assertThat(late.statistics().points()).isEqualTo(30);
                                assertThat(late.late()).isEqualTo(30);
                                assertThat(late.sample().size()).isEqualTo(30);
                            });
            assertThat(settings.counts.late()).isEqualTo(30);
        }
    }

    @Test
    void weightsCountAsTheyDoInPoints() {
        settings.warmup = Warmup.PASS;
        settings.warmupPoints = 1000;
        try (Driven driven = new Driven(settings)) {
            driven.feed(Rows.json(blobs(3), List.of("0", "2.5", "null"), "2024-05-01T00:00:00Z"));
            assertThat(rows(driven)).hasSize(3).doesNotContainNull();
            assertThat(driven.reports())
                    .filteredOn(TaskReport.RawPoints.class::isInstance)
                    .flatMap(report -> ((TaskReport.RawPoints) report).points())
                    .extracting(Point::weight)
                    .containsExactly(2.5, 1.0);
        }
    }

    @Test
    void whoeverLooksOnSeesRows() {
        settings.counts.sample().watch(true);
        try (Driven driven = new Driven(settings)) {
            feedBlock(driven, 100);
            assertThat(settings.counts.sample().take()).hasSize(100).allSatisfy(each -> {
                assertThat(each.offset()).isZero();
                assertThat(each.values()).hasSize(2);
                assertThat(each.model()).isEqualTo(1);
            });
        }
    }

    private int feedPoint(Driven driven) {
        driven.feed(blobs.next());
        return 1;
    }

    private int feedBlock(Driven driven, int rows) {
        driven.feed(Rows.json(blobs(rows)));
        return rows;
    }

    private List<String> blobs(int number) {
        return Stream.generate(blobs::next).limit(number).toList();
    }

    private void frozen(Mixture mixture) {
        settings.features = Features.ofDimension(mixture.dimension());
        settings.family = mixture.family();
        settings.clusters = mixture.size();
        List<Model.Cluster> clusters = Stream.generate(() -> new Model.Cluster(1, 100))
                .limit(mixture.size())
                .toList();
        settings.frozen = new Model(
                "model", 7, 6, 1, settings.features, mixture, clusters, 400, 400, "none", Double.NaN, Double.NaN, 0);
    }

    private static List<@Nullable Assignment> rows(Driven driven) {
        List<TestRecord<byte[], byte[]>> answers = driven.assignments();
        assertThat(answers).hasSize(1);
        return BlockAssignments.decode(answers.get(0).value());
    }

    private static Assignment first(List<@Nullable Assignment> rows) {
        return rows.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    }

    private static Model last(List<Model> models) {
        return models.get(models.size() - 1);
    }

    private static Point withMissing(Point point, int feature) {
        double[] values = point.values().clone();
        values[feature] = Double.NaN;
        return Point.of(values);
    }

    private static String json(Point point) {
        return Arrays.toString(point.values());
    }

    private static @Nullable String text(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
