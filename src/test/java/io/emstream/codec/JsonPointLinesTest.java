package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.RejectedPointException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines of JSON are points, and what is wrong in one is told by its line. */
class JsonPointLinesTest {
    @Test
    void everyLineThatIsNotEmptyIsARow() throws IOException {
        List<PointRow> rows = read("\ufeff[1,2]\r\n\n  \n{\"x\":[3,null],\"id\":\"ü\"}\n[5,6]", null);
        assertThat(rows).extracting(PointRow::number).containsExactly(0L, 1L, 2L);
        assertThat(rows).extracting(PointRow::line).containsExactly(1, 4, 5);
        assertThat(rows)
                .extracting(row -> row.point().values())
                .containsExactly(new double[] {1, 2}, new double[] {3, Double.NaN}, new double[] {5, 6});
        assertThat(new String(rows.get(1).bytes(), UTF_8)).isEqualTo("{\"x\":[3,null],\"id\":\"ü\"}");
    }

    @Test
    void namedFeaturesAreFieldsAndPointers() throws IOException {
        List<PointRow> rows =
                read("{\"geo\":{\"lat\":52.5},\"amount\":1}\n", new Features(List.of("amount", "/geo/lat")));
        assertThat(rows).extracting(row -> row.point().values()).containsExactly(new double[] {1, 52.5});
    }

    @Test
    void aLineThatIsNoPointIsToldByItsNumber() throws IOException {
        List<PointRow> rows = read("[1]\n[1,2]\n{\n[2]\n", null);
        assertThat(rows).hasSize(4);
        assertThat(Objects.requireNonNull(rows.get(1).refusal()).reason()).isEqualTo(Reason.WRONG_DIMENSION);
        assertThat(rows.get(1).refusal()).hasMessage("f:2: point has 2 values, must have 1");
        assertThat(rows.get(2).refusal()).hasMessageStartingWith("f:3: record value is not JSON");
        assertThat(rows.get(3).refusal()).isNull();
    }

    @Test
    void aFirstLineThatTellsNoDimensionIsRefused() {
        for (String first : List.of("{\"a\":1}", "7", "{\"x\":3}", "[]", "nonsense")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read("\n" + first + "\n", null))
                    .withMessage(
                            "f:2: the point is neither an array nor an object with an array x, so its features must"
                                    + " be named");
        }
    }

    @Test
    void nothingIsNoRows() throws IOException {
        assertThat(read("", null)).isEmpty();
        assertThat(read("\n\n", Features.ofDimension(2))).isEmpty();
    }

    private static List<PointRow> read(String text, @Nullable Features features) throws IOException {
        List<PointRow> rows = new ArrayList<>();
        try (JsonPointLines lines = new JsonPointLines(
                "f", new ByteArrayInputStream(text.getBytes(UTF_8)), features, MissingValues.ALLOW, Support.NUMBERS)) {
            lines.forEachRemaining(rows::add);
        }
        return rows;
    }
}
