package io.emstream.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Axes show what is there, with round numbers. */
class AxesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | 5 | 0.0 0.2 0.4 0.6 0.8 1.0",
                "-1.3 | 7.2 | 4 | 0 5",
                "-0.011 | 0.012 | 4 | -0.01 0.00 0.01",
                "41 | 99 | 6 | 50 60 70 80 90",
                "1e7 | 3e7 | 4 | 1e+07 1.5e+07 2e+07 2.5e+07 3e+07",
            })
    void ticksAreRoundNumbers(double low, double high, int about, String texts) {
        Ticks ticks = Ticks.of(low, high, about);
        assertThat(ticks.values().stream().map(ticks::text)).containsExactly(texts.split(" "));
    }

    @Test
    void aRangeHoldsNearlyAllValuesAndAllThatMustBeSeen() {
        double[] values = DoubleStream.concat(
                        IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0), DoubleStream.of(1e9, Double.NaN))
                .toArray();
        Range range = Range.of(values, DoubleStream.of(-2));
        assertThat(range.low()).isBetween(-2.2, -2.0);
        assertThat(range.high()).isBetween(1.0, 1.3);
        Range one = Range.of(new double[] {7}, DoubleStream.empty());
        assertThat(one.low()).isLessThan(7);
        assertThat(one.high()).isGreaterThan(7);
        assertThat(Range.of(new double[0], DoubleStream.empty())).isEqualTo(new Range(0, 1));
    }

    @Test
    void placesRunFromLeftToRightAndFromBottomToTop() {
        Axes axes = new Axes(new Box(10, 20, 100, 50), new Range(0, 10), new Range(-1, 1));
        assertThat(axes.at(0, -1)).isEqualTo(new Shape.Place(10, 70));
        assertThat(axes.at(10, 1)).isEqualTo(new Shape.Place(110, 20));
        assertThat(axes.at(5, 0).y()).isCloseTo(45, within(1e-12));
        List<Shape> shapes = axes.shapes("a < b", "c");
        assertThat(shapes.stream().filter(Shape.Text.class::isInstance).map(each -> ((Shape.Text) each).words()))
                .contains("a < b", "c", "0");
    }
}
