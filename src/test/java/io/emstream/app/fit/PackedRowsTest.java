package io.emstream.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
    private static final int ROWS = 3000;

    @Test
    void rowsComeOutAsTheyWentIn() {
        // What is not kept for the first rows has to be right for them when another row needs it.
        for (int odd : List.of(-1, 0, 1500, ROWS - 1)) {
            List<FileRows.Row> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                boolean isOdd = odd >= 0 && i >= odd;
                rows.add(new FileRows.Row(
                        isOdd ? i + 7 : i,
                        new Point(
                                new double[] {i, Double.NaN},
                                isOdd ? 0.5 + i : 1,
                                isOdd ? 1000L + i : Point.NO_TIMESTAMP)));
            }
            PackedRows packed = new PackedRows();
            rows.forEach(row -> packed.add(row.number(), row.point()));

            assertThat(packed)
                    .hasSize(ROWS)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(rows);
        }
    }

    @Test
    void behindTheLastRowThereIsNone() {
        PackedRows packed = new PackedRows();
        packed.add(0, Point.of(1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> packed.get(1));
    }
}
