package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written in a format is read in it. */
class PointEncodersTest {
    @ParameterizedTest
    @EnumSource(PointFormat.class)
    void everyFormatReadsWhatItWrites(PointFormat format) throws Exception {
        double[] values = {1.5, Double.NaN, -0.25e-3f, 7e30f};
        byte[] bytes = PointEncoders.of(format).encode(Point.of(values));
        PointDecoder decoder =
                PointDecoders.of(format, Features.ofDimension(4), MissingValues.ALLOW, Support.NUMBERS, 1000);
        assertThat(decoder.decode(bytes).values()).containsExactly(values);
    }
}
