package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRangeTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 5, 5", "auto, 1, 20", "auto:2..20, 2, 20", "auto:1..7, 1, 7"})
    void aRangeIsReadAsItIsWritten(String text, int fewest, int most) {
        ClusterRange range = ClusterRange.parse(text);
        assertThat(range).isEqualTo(new ClusterRange(fewest, most)).hasToString(text);
        assertThat(range.isFixed()).isEqualTo(fewest == most);
    }

    @Test
    void limitsThatMeetAreANumber() {
        assertThat(ClusterRange.parse("auto:4..4"))
                .isEqualTo(ClusterRange.of(4))
                .hasToString("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "2.5",
                "many",
                "Auto",
                "auto:",
                "auto:3",
                "auto:3..2",
                "auto:0..2",
                "auto:1..9999999999",
                "2..3",
                "5 "
            })
    void whatIsNoRangeIsToldTogetherWithWhatIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRange.parse(text))
                .withMessage(text + " is no number of clusters, must be 1 or more, auto (1 to 20), or limits such as"
                        + " auto:2..12");
    }

    @Test
    void aFirstSampleGrowsWithANumberThatIsDemandedAndNotWithOneThatIsOnlyAllowed() {
        assertThat(ClusterRange.of(50).expected()).isEqualTo(50);
        assertThat(new ClusterRange(1, 50).expected()).isEqualTo(10);
        assertThat(new ClusterRange(1, 4).expected()).isEqualTo(4);
        assertThat(new ClusterRange(30, 50).expected()).isEqualTo(30);
    }
}
