package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.codec.PointFile.Columns;
import io.emstream.family.Support;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of points are read as they are meant, and what is wrong in one is told by file, line and column. */
class PointFileTest {
    private static final String FLIGHTS = """
            departure,delay,distance,hour,carrier
            2001-01-01T00:01Z,33,2176,0.01667,"AA"
            2001-01-01T00:30Z,,583,0.5,"U""S, Inc."
            978310860000,-4,NaN,1,
            """;

    @TempDir
    Path folder;

    @Test
    void columnsOfNumbersAreFeatures() throws IOException {
        PointFile file = open(FLIGHTS, Columns.NUMERIC);
        assertThat(file.header()).containsExactly("departure", "delay", "distance", "hour", "carrier");
        assertThat(file.features().names()).containsExactly("delay", "distance", "hour");
        assertThat(file.read())
                .extracting(Point::values)
                .containsExactly(new double[] {33, 2176, 0.01667}, new double[] {Double.NaN, 583, 0.5}, new double[] {
                    -4, Double.NaN, 1
                });
        assertThat(file.read()).allSatisfy(point -> {
            assertThat(point.weight()).isEqualTo(1);
            assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
        });
    }

    @Test
    void aColumnMayBeTheTimeOrTheWeight() throws IOException {
        PointFile file = open(FLIGHTS, new Columns(null, "departure", "hour"));
        assertThat(file.features().names()).containsExactly("delay", "distance");
        assertThat(file.read())
                .extracting(Point::timestamp)
                .containsExactly(978307260000L, 978309000000L, 978310860000L);
        assertThat(file.read()).extracting(Point::weight).containsExactly(0.01667, 0.5, 1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b | b",
                "b, a | b a",
                "p00..p02 | p00 p01 p02",
                "a,p01..p01,p02 | a p01 p02",
                "b..p01,a | b p00 p01 a",
                "odd..name | odd..name",
            })
    void columnsAreChosenByNameAndRange(String columns, String names) throws IOException {
        PointFile file = open("a,b,p00,p01,p02,odd..name\n1,2,3,4,5,6\n", new Columns(columns, null, null));
        assertThat(String.join(" ", file.features().names())).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c | points.csv: there is no column c; there are a, b, d",
                "a, | points.csv: there is no column ; there are a, b, d",
                "a..c | points.csv: there is no column c; there are a, b, d",
                "b..a | points.csv: columns b..a go backwards, must be in file order",
                "a,a | points.csv: features: a is named twice",
            })
    void columnsThatAreNotThereAreTold(String columns, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("a,b,d\n1,2,3\n", new Columns(columns, null, null)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | points.csv is empty, must have a row of column names",
                "` \t` | points.csv:1: \" ?\" is no name of a column",
                "1,2 | points.csv:1: \"1\" is no name of a column; the first row must hold names",
                "a,\"b | points.csv:1: quote of cell 2 is not closed",
                "a,b,a | points.csv:1: column a is there twice",
                "a,b | points.csv has no column of numbers below its names",
                "a;b | points.csv:1: names are separated by semicolons, must be by commas",
                "`a\tb` | points.csv:1: names are separated by tabs, must be by commas",
                "`PK\u0003\u0004` | points.csv is no text, must be comma-separated values",
            })
    void headersThatAreNoneAreTold(String content, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(content, Columns.NUMERIC))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2001-01-01T00:01Z,1,abc | NOT_A_POINT | waiting is \"abc\", must be a number",
                "2001-01-01T00:01Z,1,1e999 | NOT_FINITE | waiting is 1e999, must be finite",
                "2001-01-01T00:01Z,1,1e101 | OUT_OF_SUPPORT | waiting is 1e101, must be a number from -1e100 to 1e100",
                "2001-01-01T00:01Z,1, | MISSING | waiting is missing, must be a number",
                "2001-01-01T00:01Z,-1,1 | BAD_WEIGHT | times is \"-1\", must be a number from 0 to 1e15",
                "2001-01-01T00:01Z,,1 | BAD_WEIGHT | times is missing, must be a number from 0 to 1e15",
                "now,1,1 | BAD_TIMESTAMP | when is \"now\", must be ISO-8601 with an offset",
                ",1,1 | BAD_TIMESTAMP | when is missing, must be ISO-8601 with an offset",
                "1e20,1,1 | BAD_TIMESTAMP | when is 1e20, must be in the years 1 to 9999",
                "2001-01-01T00:01Z,1 | WRONG_DIMENSION | row has 2 cells, must have 3 like the header",
                "2001-01-01T00:01Z,1,1,1 | WRONG_DIMENSION | row has 4 cells, must have 3 like the header",
                "2001-01-01T00:01Z,1,\"1\"1 | NOT_A_POINT | cell 3 goes on after its closing quote",
            })
    void badRowsAreToldByLineAndColumnAndTheOthersStay(String row, Reason reason, String message) throws IOException {
        String good = "2001-01-01T00:01Z,1,79";
        Path path = write("points.csv", "when,times,waiting\n" + good + "\n\n" + row + "\n" + good);
        PointFile file =
                new PointFile(path, new Columns("waiting", "when", "times"), MissingValues.REFUSE, Support.NUMBERS);
        List<PointRow> rows = rows(file);

        assertThat(rows).extracting(PointRow::number).containsExactly(0L, 1L, 2L);
        assertThat(rows).extracting(PointRow::line).containsExactly(2, 4, 5);
        assertThat(rows.get(0).refusal()).isNull();
        assertThat(rows.get(2).refusal()).isNull();
        assertThat(rows.get(1).bytes()).asString().isEqualTo(row);
        assertThatExceptionOfType(RejectedPointException.class)
                .isThrownBy(() -> rows.get(1).point())
                .matches(refused -> refused.reason() == reason)
                .withMessageStartingWith("points.csv:4: " + message);
        assertThatIllegalArgumentException().isThrownBy(file::read).withMessageStartingWith("points.csv:4: " + message);
    }

    @Test
    void aRowStandsAsInTheFile() throws IOException {
        List<PointRow> rows = rows(open(FLIGHTS, Columns.NUMERIC));
        assertThat(rows.get(1).bytes()).asString().isEqualTo("2001-01-01T00:30Z,,583,0.5,\"U\"\"S, Inc.\"");
        assertThat(rows.get(1).cells()).containsExactly("2001-01-01T00:30Z", "", "583", "0.5", "U\"S, Inc.");
        assertThat(rows.get(2).cells()).containsExactly("978310860000", "-4", "NaN", "1", "");
    }

    @Test
    void aQuotedCellMayHoldLines() throws IOException {
        PointFile file = open("a,\"b\nc\"\r\n1,\"x\r\ny\"\r\n2,\"5\"\" pipe\"\r\n3,5\" pipe\r\n", Columns.NUMERIC);
        assertThat(file.header()).containsExactly("a", "b\nc");
        assertThat(file.read()).extracting(point -> point.values()[0]).containsExactly(1.0, 2.0, 3.0);
        assertThat(rows(file)).extracting(PointRow::line).containsExactly(3, 5, 6);
    }

    @Test
    void aFileMayBePackedMarkedAndWithoutALastLineEnd() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("\uFEFFwärme,b\r\n1,2\r\n3,4".getBytes(StandardCharsets.UTF_8));
        }
        Path path = folder.resolve("points.csv.gz");
        Files.write(path, packed.toByteArray());
        PointFile file = new PointFile(path, Columns.NUMERIC, MissingValues.ALLOW, Support.NUMBERS);
        assertThat(file.features().names()).containsExactly("wärme", "b");
        assertThat(file.read()).extracting(Point::values).containsExactly(new double[] {1, 2}, new double[] {3, 4});
    }

    @Test
    void filesThatCannotBeReadAreTold() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> new PointFile(
                        folder.resolve("none.csv"), Columns.NUMERIC, MissingValues.ALLOW, Support.NUMBERS));
        Path unpacked = write("a.csv.gz", "a\n1\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new PointFile(unpacked, Columns.NUMERIC, MissingValues.ALLOW, Support.NUMBERS))
                .withMessage("a.csv.gz: is not packed with gzip: Not in GZIP format");
        PointFile endless = open("a\n1\n\"" + "x".repeat(LineBytes.LONGEST + 10), Columns.NUMERIC);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> rows(endless))
                .withMessageContaining(
                        "points.csv: line 3: row has more than 16777216 bytes; a quote may not be closed");
    }

    @Test
    void rowsWithoutAValueAtFirstAreStillColumnsOfNumbers() throws IOException {
        PointFile file = open("a,b,,c,d\n,x,1,NA,\n1,2,3,NaN,\n,,,4,\n", Columns.NUMERIC);
        assertThat(file.features().names()).containsExactly("a", "c");
    }

    @Test
    void oldFaithfulIsRead() throws IOException {
        Path path = Path.of("src", "test", "resources", "faithful", "faithful.csv");
        List<Point> points = new PointFile(path, Columns.NUMERIC, MissingValues.REFUSE, Support.NUMBERS).read();
        assertThat(points).hasSize(272);
        assertThat(points.get(271).values()).containsExactly(4.467, 74);
    }

    @Test
    void numbersAreReadToTheLastBit() throws IOException {
        long seed = 12;
        Random random = new Random(seed);
        List<double[]> written = IntStream.range(0, 5000)
                .mapToObj(row -> random.doubles(4, -1e6, 1e6).toArray())
                .toList();
        StringBuilder content = new StringBuilder("a,b,c,d\n");
        for (double[] row : written) {
            content.append(row[0] + "," + row[1] + ",\"" + row[2] + "\"," + row[3] + "\n");
        }
        assertThat(open(content.toString(), Columns.NUMERIC).read())
                .as("seed %d", seed)
                .extracting(Point::values)
                .containsExactlyElementsOf(written);
    }

    @Test
    void recordsAreTheSameHoweverTheBytesArrive() throws IOException {
        byte[] content = FLIGHTS.repeat(50).getBytes(StandardCharsets.UTF_8);
        List<String> whole = records(new ByteArrayInputStream(content));
        List<String> drop = records(new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1));
            }
        });
        assertThat(whole).hasSize(200);
        assertThat(drop).isEqualTo(whole);
    }

    private static List<String> records(ByteArrayInputStream in) throws IOException {
        List<String> records = new ArrayList<>();
        try (CsvLines lines = new CsvLines(in)) {
            while (lines.next()) {
                records.add(new String(lines.record(), StandardCharsets.UTF_8));
            }
        }
        return records;
    }

    private static List<PointRow> rows(PointFile file) throws IOException {
        List<PointRow> all = new ArrayList<>();
        try (PointRows rows = file.rows()) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    private PointFile open(String content, Columns columns) throws IOException {
        return new PointFile(write("points.csv", content), columns, MissingValues.ALLOW, Support.NUMBERS);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
