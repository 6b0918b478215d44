package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.MissingValues;
import io.emstream.family.Families;
import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that is no point is one dead letter that says why, and its neighbours are labelled. */
class DeadLettersTest {
    private static final int MAX_BYTES = 64 << 10;

    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(4);

    static Stream<Arguments> badRecords() {
        return Stream.of(Shape.POINTS, Shape.BLOCKS)
                .flatMap(shape -> BadRecord.all(MAX_BYTES).stream().map(bad -> Arguments.of(bad, shape)));
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void aBadRecordIsOneDeadLetterBetweenLabels(BadRecord bad, Shape shape) {
        settings.maxPointBytes = MAX_BYTES;
        try (Driven driven = new Driven(settings)) {
            learn(driven);
            Feeding points = new Feeding(driven, shape, 4);
            points.feed(2);
            long place = driven.feed(
                    bad.key(), bad.value(), bad.headers(), driven.now().plus(bad.ahead()));
            points.feed(20);

            points.assertAreOfTheLast(22, driven.labels());
            assertThat(driven.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertTellsWhy(letter, bad.reason(), place))
                    .satisfies(letter -> assertCarries(letter, bad));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PACKED_BLOCKS", mode = EnumSource.Mode.EXCLUDE)
    void badRecordsAmongHeldOnesLeaveAtOnce(Shape shape) {
        List<BadRecord> bad = BadRecord.all(MAX_BYTES);
        settings.maxPointBytes = MAX_BYTES;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 4);
            for (BadRecord each : bad) {
                points.feed(2);
                driven.feed(
                        each.key(), each.value(), each.headers(), driven.now().plus(each.ahead()));
                assertThat(driven.deadLetters()).hasSize(1);
            }
            assertThat(driven.labels()).isEmpty();
            driven.end();
            points.assertAreOfTheLast(2 * bad.size(), driven.labels());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POINTS | bernoulli   | [1,0.5]",
                "POINTS | bernoulli   | [1,2]",
                "POINTS | binomial:10 | [3,-1]",
                "POINTS | binomial:10 | [3,11]",
                "POINTS | binomial:10 | [3,2.5]",
                "BLOCKS | bernoulli   | [1,0.5]",
                "BLOCKS | bernoulli   | [1,2]",
                "BLOCKS | binomial:10 | [3,-1]",
                "BLOCKS | binomial:10 | [3,11]",
                "BLOCKS | binomial:10 | [3,2.5]",
            })
    void aValueOutsideTheSupportIsADeadLetter(Shape shape, String family, String value) {
        settings.family = Families.parse(family);
        settings.warmup = StreamSettings.Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            List<Long> places = new Feeding(driven, shape, 4).feedRows(List.of("[1,0]", value, "[0,1]"));
            assertThat(driven.labels()).extracting(Assignment::offset).containsExactly(places.get(0), places.get(2));
            assertThat(driven.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertTellsWhy(letter, Reason.OUT_OF_SUPPORT, places.get(1)))
                    .satisfies(letter -> assertThat(text(letter.headers(), "emstream.row"))
                            .isEqualTo(shape == Shape.POINTS ? null : "1"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POINTS | [1,null]",
                "POINTS | [1,NaN]",
                "POINTS | [null,null]",
                "POINTS | {\"x\":[\"NaN\",2]}",
                "BLOCKS | [1,null]",
                "BLOCKS | [1,NaN]",
                "BLOCKS | [null,null]",
                "BLOCKS | [\"NaN\",2]"
            })
    void aMissingValueIsADeadLetterOnlyWhereItIsRefused(Shape shape, String value) {
        settings.missing = MissingValues.REFUSE;
        settings.warmup = StreamSettings.Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            long place = new Feeding(driven, shape, 4).feedRows(List.of(value)).get(0);
            assertThat(driven.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertTellsWhy(letter, Reason.MISSING, place));
        }
        settings.missing = MissingValues.ALLOW;
        try (Driven driven = new Driven(settings)) {
            learn(driven);
            new Feeding(driven, shape, 4).feedRows(List.of(value));
            assertThat(driven.labels()).hasSize(1);
            assertThat(driven.deadLetters()).isEmpty();
        }
    }

    @Test
    void anyEventTimeGoesWhereNoLimitIsSet() {
        settings.maxAhead = null;
        try (Driven driven = new Driven(settings)) {
            learn(driven);
            driven.feed("{\"x\":[1,2],\"timestamp\":\"2124-05-01T00:00:00Z\"}");
            driven.feed(null, "[1,2]".getBytes(UTF_8), new RecordHeaders(), Driven.START.plus(Duration.ofDays(999)));
            assertThat(driven.labels()).hasSize(2);
            assertThat(driven.deadLetters()).isEmpty();
        }
    }

    @Test
    void aPointSoFarAwayThatItHasNoDensityIsADeadLetter() {
        settings.family = Families.parse("gaussian-diag");
        settings.prior = io.emstream.family.Prior.Kind.NONE;
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < 100; i++) {
                driven.feed("[" + (i % 2) * 1e-90 + "," + (i % 3) * 1e-90 + "]");
            }
            driven.labels();
            long place = driven.feed("[1e99,-1e99]");
            assertThat(driven.labels()).isEmpty();
            assertThat(driven.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertTellsWhy(letter, Reason.NOT_FINITE, place));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadLetterThatIsFedAgainTellsOfItselfOnly(StreamSettings.Warmup warmup) {
        settings.warmup = warmup;
        try (Driven driven = new Driven(settings)) {
            driven.feed((byte[]) null);
            TestRecord<byte[], byte[]> first = driven.deadLetters().get(0);
            long place = driven.feed(first.key(), "[1]".getBytes(UTF_8), first.headers(), driven.now());
            assertThat(driven.deadLetters()).singleElement().satisfies(letter -> {
                assertTellsWhy(letter, Reason.WRONG_DIMENSION, place);
                assertThat(letter.headers().lastHeader(DeadLetters.NULL_VALUE)).isNull();
                assertThat(letter.headers().headers(DeadLetters.REASON)).hasSize(1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsADeadLetterAndIsFedAgainTellsOfItselfOnly(StreamSettings.Warmup warmup) {
        settings.warmup = warmup;
        try (Driven driven = new Driven(settings)) {
            driven.feed(Rows.json(List.of("[1,2]", "[1]")));
            new Feeding(driven, Shape.POINTS, 4).feed(100);
            driven.labels();
            TestRecord<byte[], byte[]> first = driven.deadLetters().get(0);
            assertThat(text(first.headers(), DeadLetters.ROW)).isEqualTo("1");
            long again = driven.feed(first.key(), first.value(), first.headers(), driven.now());
            assertThat(driven.deadLetters()).singleElement().satisfies(letter -> {
                assertTellsWhy(letter, Reason.WRONG_DIMENSION, again);
                assertThat(letter.headers().lastHeader(DeadLetters.ROW)).isNull();
                assertThat(letter.headers().headers(DeadLetters.REASON)).hasSize(1);
            });
            long mended = driven.feed(first.key(), "[1,2]".getBytes(UTF_8), first.headers(), driven.now());
            assertThat(driven.labels()).extracting(Assignment::offset).containsExactly(mended);
        }
    }

    private void learn(Driven driven) {
        for (int i = 0; i < 100; i++) {
            driven.feed(blobs.next());
        }
        assertThat(driven.labels()).hasSize(100);
    }

    private static void assertTellsWhy(TestRecord<byte[], byte[]> letter, Reason reason, long place) {
        assertThat(text(letter.headers(), "emstream.reason")).isEqualTo(reason.name());
        assertThat(text(letter.headers(), "__streams.errors.offset")).isEqualTo(Long.toString(place));
        assertThat(text(letter.headers(), "__streams.errors.partition")).isEqualTo("0");
        assertThat(text(letter.headers(), "__streams.errors.topic")).isEqualTo("points");
        assertThat(text(letter.headers(), "__streams.errors.message")).contains(" ");
        assertThat(text(letter.headers(), "__streams.errors.exception")).contains("RejectedPointException");
    }

    /** The bytes as they came, or as many as a dead letter takes and how many there were. */
    private static void assertCarries(TestRecord<byte[], byte[]> letter, BadRecord bad) {
        byte[] value = bad.value() == null ? new byte[0] : bad.value();
        assertThat(text(letter.headers(), "emstream.null-value")).isEqualTo(bad.value() == null ? "true" : null);
        String cut = text(letter.headers(), "emstream.original-size");
        if (bad.reason() != Reason.TOO_LARGE) {
            assertThat(letter.value()).isEqualTo(value);
            assertThat(cut).isNull();
            assertThat(letter.key()).isEqualTo(bad.key());
            return;
        }
        assertThat(value).startsWith(letter.value());
        assertThat(cut).isEqualTo(letter.value().length == value.length ? null : Integer.toString(value.length));
        boolean isWhole = text(letter.headers(), "emstream.left-out-size") == null;
        assertThat(letter.key()).isEqualTo(isWhole ? bad.key() : null);
        long size = (long) letter.value().length + (letter.key() == null ? 0 : letter.key().length);
        for (Header header : letter.headers()) {
            size += header.key().length() + 5 + (header.value() == null ? 0 : header.value().length);
        }
        assertThat(size).isLessThan(MAX_BYTES + (16 << 10));
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
