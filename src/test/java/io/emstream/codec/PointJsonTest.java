package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Points written as JSON are read as the same points. */
class PointJsonTest {
    @Test
    void aPointLooksAsDocumented() {
        assertThat(PointJson.encode(new Point(new double[] {1.5, Double.NaN}, 2, BinarySamples.NEW_YEAR)))
                .asString()
                .isEqualTo("{\"x\":[1.5,null],\"weight\":2.0,\"timestamp\":978307260000}");
        assertThat(PointJson.encode(Point.of(-0.0))).asString().isEqualTo("{\"x\":[-0.0]}");
    }

    @Test
    void aPointComesBackToTheLastBit() throws RejectedPointException {
        PointDecoder decoder =
                PointDecoders.of(PointFormat.JSON, Features.ofDimension(3), MissingValues.ALLOW, Support.NUMBERS, 1000);
        Random random = new Random(6);
        for (int i = 0; i < 1000; i++) {
            double[] values = {
                random.nextGaussian(),
                random.nextInt(3) == 0 ? Double.NaN : -random.nextDouble(),
                Math.pow(10, 100 - 400 * random.nextDouble())
            };
            long time = random.nextBoolean() ? Point.NO_TIMESTAMP : random.nextInt();
            Point point = new Point(values, random.nextInt(3), time);
            BinarySamples.assertSame(decoder.decode(PointJson.encode(point)), point);
        }
    }
}
