package io.emstream.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now = Long.MAX_VALUE - 5;

    private final RateLimit limit = new RateLimit(2, 4, () -> now);

    @Test
    void aCallerMayCallAFewTimesAtOnceAndThenAsOftenAsTheBucketFills() {
        assertThat(IntStream.range(0, 4)).allMatch(i -> limit.allows("a"));
        assertThat(limit.allows("a")).isFalse();
        // Also where the clock runs over.
        now += 499_000_000;
        assertThat(limit.allows("a")).isFalse();
        now += 2_000_000;
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isFalse();
    }

    @Test
    void aLongPauseFillsTheBucketAndNoMore() {
        assertThat(limit.allows("a")).isTrue();
        now += 3_600_000_000_000L;
        assertThat(IntStream.range(0, 4)).allMatch(i -> limit.allows("a"));
        assertThat(limit.allows("a")).isFalse();
    }

    @Test
    void callersHaveBucketsOfTheirOwn() {
        assertThat(IntStream.range(0, 5).filter(i -> limit.allows("a"))).hasSize(4);
        assertThat(limit.allows("b")).isTrue();
    }
}
