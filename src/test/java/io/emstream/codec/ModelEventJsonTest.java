package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.learn.ModelEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happened to a model can be read by everyone. */
class ModelEventJsonTest {
    private static final ModelEvent BORN = new ModelEvent(
            ModelEvent.Type.BORN,
            42,
            BinarySamples.NEW_YEAR,
            List.of(),
            List.of(12L, 13L),
            Map.of("weight", 0.07, "distance", Double.NaN, "points", 1e6));

    @Test
    void anEventLooksAsDocumented() {
        assertThat(new String(ModelEventJson.encode("flights", BORN), StandardCharsets.UTF_8))
                .isEqualTo("{\"schema\":1,\"name\":\"flights\",\"type\":\"BORN\",\"model\":42,"
                        + "\"eventTime\":\"2001-01-01T00:01:00Z\",\"from\":[],\"to\":[12,13],"
                        + "\"numbers\":{\"distance\":null,\"points\":1000000.0,\"weight\":0.07}}");
    }

    @Test
    void anEventComesBack() {
        assertThat(ModelEventJson.decode(ModelEventJson.encode("flights", BORN)))
                .isEqualTo(BORN);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeComesBack(ModelEvent.Type type) {
        ModelEvent event = new ModelEvent(type, 1, Long.MIN_VALUE, List.of(1L), List.of(), Map.of());
        assertThat(ModelEventJson.decode(ModelEventJson.encode("m", event))).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | event.schema is missing, must be a whole number",
                "{\"schema\":2} | event.schema is 2, must be 1 to 1; a newer version of emstream wrote this",
                "{\"schema\":1,\"type\":\"ODD\"} | event.type is \"ODD\", must be one of [",
                "{\"schema\":1,\"type\":\"BORN\"} | event.model is missing, must be a whole number",
                "{\"schema\":1,\"type\":\"BORN\",\"model\":1,\"from\":1} | event.from is 1, must be a list of whole numbers",
                "{\"schema\":1,\"type\":\"BORN\",\"model\":1,\"to\":[1,\"a\"]} | event.to[1] is \"a\", must be a whole number",
                "{\"schema\":1,\"type\":\"BORN\",\"model\":1,\"numbers\":{\"a\":\"b\"}}"
                        + " | event.numbers.a is \"b\", must be a finite number",
            })
    void othersAreToldWhichFieldIsWrong(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelEventJson.decode(json.getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith(message);
    }
}
