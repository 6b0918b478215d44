package io.emstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The adjusted Rand index is what the textbook says. */
class ContingencyTest {
    @Test
    void theIndexOfTwoKnownPartitionsIsTheKnownOne() {
        // scikit-learn 1.2.1: adjusted_rand_score([0, 0, 1, 1], [0, 0, 1, 2]), and of the rows below.
        assertThat(table(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2}).adjustedRand())
                .isCloseTo(0.571428571428571, within(1e-12));
        int[] first = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
        int[] second = {0, 0, 1, 1, 1, 2, 2, 2, 0, 2};
        assertThat(table(first, second).adjustedRand()).isCloseTo(0.20454545454545456, within(1e-12));
    }

    @Test
    void otherNamesForTheSameClustersChangeNothing() {
        Contingency same = new Contingency();
        for (int i = 0; i < 100; i++) {
            same.add(i % 7, 1000L - 3L * (i % 7));
        }
        assertThat(same.adjustedRand()).isEqualTo(1);
        assertThat(same.found()).isEqualTo(7);
    }

    @Test
    void labelsByChanceAgreeByChance() {
        Random random = new Random(1);
        Contingency chance = new Contingency();
        for (int i = 0; i < 20_000; i++) {
            chance.add(random.nextInt(5), random.nextInt(4));
        }
        assertThat(chance.adjustedRand()).isCloseTo(0, within(0.002));
    }

    @Test
    void oneLabelForTwoClustersFindsOneOfThem() {
        Contingency merged = table(new int[] {0, 0, 0, 0, 1}, new int[] {0, 0, 0, 1, 2});
        assertThat(merged.seconds()).isEqualTo(3);
        assertThat(merged.found()).isEqualTo(2);
    }

    private static Contingency table(int[] first, int[] second) {
        Contingency table = new Contingency();
        for (int i = 0; i < first.length; i++) {
            table.add(first[i], second[i]);
        }
        return table;
    }
}
