package io.emstream.app.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading begins where it is told to, as far as there is something. */
class StartTest {
    private static final TopicPartition PLACE = new TopicPartition("t", 0);

    @ParameterizedTest
    @CsvSource({"beginning, 10", "end, 50", "30, 30", "3, 10", "99, 50"})
    void offsetsAreKeptWithinTheTopic(String text, long position) {
        assertThat(position(text)).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "start", "-1", "1.5", "2001-01-01", "2001-01-01T00:00", "1234567890123456789"})
    void whatIsNoPlaceIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Start.parse(text))
                .withMessage("is " + text + ", must be " + Start.FORMS);
    }

    @Test
    void aTimeIsOne() {
        assertThat(Start.parse("2001-01-01T00:01:00+01:00")).isNotNull();
    }

    private static long position(String text) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
        consumer.assign(List.of(PLACE));
        consumer.updateBeginningOffsets(Map.of(PLACE, 10L));
        consumer.updateEndOffsets(Map.of(PLACE, 50L));
        Start.parse(text).seek(consumer, List.of(PLACE));
        return consumer.position(PLACE);
    }
}
