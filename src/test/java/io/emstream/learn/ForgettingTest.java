package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgettingTest {
    @Test
    void aRuleIsReadAsItsKind() {
        assertThat(Forgetting.parse("none")).isEqualTo(new Forgetting.None());
        assertThat(Forgetting.parse("auto")).isEqualTo(new Forgetting.Auto());
        assertThat(Forgetting.parse("points:2000")).isEqualTo(new Forgetting.ByPoints(2000));
        assertThat(Forgetting.parse("PT10M")).isEqualTo(new Forgetting.ByTime(Duration.ofMinutes(10)));
        assertThat(Forgetting.parse("window:PT1H")).isEqualTo(new Forgetting.Window(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "auto",
                "points:2000",
                "points:0.5",
                "points:1.0E22",
                "PT10M",
                "PT0.001S",
                "window:PT1H",
                "PT8760H"
            })
    void aRuleIsWrittenAsItWasRead(String text) {
        Forgetting rule = Forgetting.parse(text);
        assertThat(Forgetting.parse(rule.toString())).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "None",
                "points",
                "points:",
                "points:0",
                "points:-1",
                "points:NaN",
                "points:Infinity",
                "points:many",
                "PT0S",
                "PT-1M",
                "10M",
                "window:",
                "window:PT0S",
                "window:2000",
                "window:-PT1H"
            })
    void anythingElseIsRefusedWithWhatThereIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Forgetting.parse(text))
                .withMessageStartingWith(text + " is no forgetting")
                .withMessageContaining("none, auto, points:2000, PT10M")
                .withMessageContaining("window:PT1H");
    }
}
