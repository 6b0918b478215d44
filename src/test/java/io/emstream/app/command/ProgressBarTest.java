package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void whatIsKnownIsShown() {
        assertThat(ProgressBar.of(1_234_567, 0.5, 60))
                .isEqualTo("[############------------]  50%  1,234,567 rows  20,576/s  1:00 left");
        assertThat(ProgressBar.of(0, 0, 0)).isEqualTo("[------------------------]   0%  0 rows  0.0/s");
        assertThat(ProgressBar.of(10, 1, 2)).isEqualTo("[########################] 100%  10 rows  5.0/s  0:00 left");
        assertThat(ProgressBar.of(10, 0.01, 100)).endsWith("  0.1/s  2:45:00 left");
    }

    @Test
    void whereTheEndIsNotKnownThereIsNoBar() {
        assertThat(ProgressBar.of(100, Double.NaN, 2)).isEqualTo("100 rows  50/s");
    }
}
