package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.point.RejectedPointException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event times are read like java.time reads them. */
class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2001-01-01T00:01Z, 978307260000",
        "2001-01-01T00:01:00Z, 978307260000",
        "2001-01-01t00:01z, 978307260000",
        "2001-01-01T00:01:02.3Z, 978307262300",
        "2001-01-01T00:01:02.345678901Z, 978307262345",
        "2001-01-01T01:01+01:00, 978307260000",
        "2001-01-01T01:01+01, 978307260000",
        "2001-01-01T01:01+0100, 978307260000",
        "2000-12-31T18:31-05:30, 978307260000",
        "2001-01-01T24:00Z, 978393600000",
        "1969-12-31T23:59:59.999Z, -1",
        "1969-12-31T23:59:59.9999Z, -1",
        "0001-01-01T00:00Z, -62135596800000",
        "9999-12-31T23:59:59.999Z, 253402300799999",
    })
    void isoTimesAreRead(String text, long millis) throws RejectedPointException {
        assertThat(Timestamps.ofIso("timestamp", text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "978307260000",
                "2001-01-01",
                "2001-01-01T00:01",
                "2001-01-01 00:01Z",
                "2001-13-01T00:00Z",
                "2001-02-29T00:00Z",
                "2001-00-10T00:00Z",
                "2001-01-01T25:00Z",
                "2001-01-01T00:60Z",
                "2001-01-01T00:00:60Z",
                "2001-01-01T00:01Z+01:00",
                "2001-01-01T00:01Zulu",
                "2001-01-01T00:01:0Z",
                "2001-01-01T00:01+19:00",
                "2001-01-01T00:01+1:00",
                "0000-12-31T23:59Z",
                "10000-01-01T00:00Z",
                "+10000-01-01T00:00Z",
                "-0001-01-01T00:00Z",
                "2001-01-01T00:01:00.1234567890Z",
                "٢٠٠١-01-01T00:01Z",
                "+999999999-01-01T00:00:00Z",
                "0001-01-01T00:00+00:01",
                "2001-01-01T00:01:02",
                "2001-01-01T00:01:02."
            })
    void othersAreBad(String text) {
        assertThatExceptionOfType(RejectedPointException.class)
                .isThrownBy(() -> Timestamps.ofIso("timestamp", text))
                .matches(refused -> refused.reason() == RejectedPointException.Reason.BAD_TIMESTAMP)
                .withMessageStartingWith("timestamp is ");
    }

    @Test
    void everyTimeComesBack() throws RejectedPointException {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    -62_135_510_000L + (long) (random.nextDouble() * 315_537_700_000L), random.nextInt(1_000_000_000));
            OffsetDateTime local = time.atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(36 * 60) - 18 * 60)));
            String text = i % 2 == 0 ? local.toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
            assertThat(Timestamps.ofIso("timestamp", text))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(time.toEpochMilli());
        }
    }
}
