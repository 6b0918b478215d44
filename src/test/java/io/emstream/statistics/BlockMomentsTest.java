package io.emstream.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.PointBlock;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockMomentsTest {
    /** With a spread of 1; each digit of the distance from 0 costs one of the sixteen. */
    @ParameterizedTest
    @CsvSource({
        "0, 1e-12, 3",
        "1e6, 1e-9, 3",
        "1e8, 1e-7, 3",
        "1e8, 1e-7, 6",
        "1e8, 1e-7, 8",
        "1e8, 1e-7, 11",
        "1e6, 1e-9, 16",
        "1e8, 1e-7, 16"
    })
    void farFromZeroTheScatterKeepsItsDigits(double offset, double error, int dimension) {
        Random random = new Random(17);
        Moments near = new Moments(ScatterLayout.FULL, dimension);
        Moments far = new Moments(ScatterLayout.FULL, dimension);
        BlockMoments blocks = new BlockMoments(ScatterLayout.FULL, dimension, 1e-12);
        PointBlock block = new PointBlock(dimension);
        double[] parts = new double[PointBlock.CAPACITY];
        for (int round = 0; round < 40; round++) {
            block.clear();
            for (int p = 0; p < 1 + random.nextInt(PointBlock.CAPACITY); p++) {
                double[] x = random.doubles(dimension, -1, 1).toArray();
                double[] shifted = new double[dimension];
                for (int j = 0; j < dimension; j++) {
                    shifted[j] = offset + x[j];
                    // What is left of the digits that the shift has cost the point itself.
                    x[j] = shifted[j] - offset;
                }
                parts[p] = random.nextInt(3) == 0 ? 1e-13 : random.nextDouble();
                if (parts[p] > 1e-12) {
                    near.observe(x, parts[p]);
                }
                block.add(shifted, 1);
            }
            blocks.observe(block, parts, far);
        }
        assertThat(far.weight()).isCloseTo(near.weight(), within(1e-9));
        for (int i = 0; i < dimension; i++) {
            assertThat(far.mean(i) - offset).isCloseTo(near.mean(i), within(1e-12 + offset * 1e-15));
            for (int j = 0; j <= i; j++) {
                assertThat(far.scatter(i, j)).isCloseTo(near.scatter(i, j), within(error * near.weight()));
            }
        }
    }
}
