package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 5", "5, 3", "6, 6", "1, 7", "7, 1"})
    void noPairingCostsLess(int rows, int columns) {
        Random random = new Random(7L * rows + columns);
        for (int trial = 0; trial < 50; trial++) {
            double[][] costs = new double[rows][columns];
            for (double[] row : costs) {
                Arrays.setAll(row, j -> random.nextInt(4) == 0 ? 1e12 : random.nextDouble());
            }
            int[] columnOf = Matching.of(costs);
            assertThat(Arrays.stream(columnOf).filter(j -> j >= 0).distinct().count())
                    .isEqualTo(Math.min(rows, columns));
            double cost = 0;
            for (int i = 0; i < rows; i++) {
                cost += columnOf[i] < 0 ? 0 : costs[i][columnOf[i]];
            }
            assertThat(cost).as("trial %d", trial).isCloseTo(least(costs, 0, 0), Offset.offset(1e-3));
        }
        assertThat(Matching.of(new double[0][0])).isEmpty();
    }

    /** By trying all of them. */
    private static double least(double[][] costs, int row, int taken) {
        int rows = costs.length;
        int columns = costs[0].length;
        if (row == rows) {
            return Integer.bitCount(taken) == Math.min(rows, columns) ? 0 : Double.POSITIVE_INFINITY;
        }
        double best = rows > columns ? least(costs, row + 1, taken) : Double.POSITIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
            if ((taken & (1 << j)) == 0) {
                best = Math.min(best, costs[row][j] + least(costs, row + 1, taken | (1 << j)));
            }
        }
        return best;
    }
}
