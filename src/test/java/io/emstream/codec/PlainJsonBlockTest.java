package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks without a parser are those of the parser: the same rows at the same places, the same refusals in the same words. */
class PlainJsonBlockTest {
    private static final long SEED = 11;
    private static final int BLOCKS = 10_000;
    private static final int DIMENSION = 3;
    private static final int MAX_ROWS = 6;
    private static final String[] SPACE = {"", "", "", "", " ", "\n", "\t\r", "  "};
    private static final String[] ODD = {
        "NaN",
        "\"NaN\"",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1",
        "0.5",
        "01",
        "+1",
        ".5",
        "5.",
        "1e",
        "1e+",
        "-",
        "--1",
        "-null",
        "nul",
        "nulls",
        "true",
        "\"a\"",
        "{}",
        "[]",
        "[1]",
        "",
        "1 2",
        "0x3",
        "1e99999",
        "1e00001",
        "é",
        "0.".concat("0".repeat(993)).concat("12"),
        "0.".concat("0".repeat(994)).concat("1e-1"),
        "9".repeat(1001)
    };
    private static final byte[] SPICE = "{}[]\",:0123456789eE+-.nulX \n".getBytes(UTF_8);

    private final PointTable table = new PointTable(DIMENSION);

    @ParameterizedTest
    @EnumSource
    void blocksAreThoseOfTheParserToTheLastBit(MissingValues missing) {
        for (Support support : List.of(Support.NUMBERS, Support.counts(9))) {
            PointBorder border = new PointBorder(Features.ofDimension(DIMENSION), true, missing, support);
            JsonBlockDecoder decoder = new JsonBlockDecoder(border, MAX_ROWS);
            PlainJsonBlock plain = new PlainJsonBlock(border, MAX_ROWS);
            Random random = new Random(SEED);
            int read = 0;
            for (int i = 0; i < BLOCKS; i++) {
                byte[] block = block(random);
                table.clear();
                read += plain.read(block, table) ? 1 : 0;
                List<String> wanted = rows(decoder::parse, block);
                List<String> actual = rows(decoder::decode, block);
                if (!actual.equals(wanted)) {
                    fail("seed %d: %s: %s, must be %s".formatted(SEED, new String(block, UTF_8), actual, wanted));
                }
            }
            // Neither way is taken by a few only.
            assertThat(read).as("%s %s", missing, support.inWords()).isBetween(BLOCKS / 20, BLOCKS - BLOCKS / 20);
        }
    }

    /** Mostly rows of numbers; some are odd, and some bytes of some blocks are others. */
    private static byte[] block(Random random) {
        boolean isTame = random.nextBoolean();
        List<String> rows = new ArrayList<>();
        for (int row = random.nextInt(MAX_ROWS + 1); row >= 0; row--) {
            int dimension = !isTame && random.nextInt(20) == 0 ? random.nextInt(DIMENSION + 2) : DIMENSION;
            rows.add(array(
                    IntStream.range(0, dimension)
                            .mapToObj(feature -> value(random, isTame))
                            .toList(),
                    random));
        }
        List<String> fields = new ArrayList<>();
        fields.add("\"X\"" + space(random) + ":" + space(random) + array(rows, random));
        for (int more = isTame ? 0 : random.nextInt(8) - 4; more > 0; more--) {
            fields.add(field(random, rows.size()));
        }
        Collections.shuffle(fields, random);
        String json =
                space(random) + "{" + String.join(space(random) + ",", fields) + space(random) + "}" + space(random);
        byte[] block = json.getBytes(UTF_8);
        for (int change = isTame ? 0 : random.nextInt(6) - 3; change > 0; change--) {
            int at = random.nextInt(block.length);
            block[at] = random.nextBoolean() ? (byte) random.nextInt() : SPICE[random.nextInt(SPICE.length)];
        }
        return !isTame && random.nextInt(10) == 0 ? Arrays.copyOf(block, random.nextInt(block.length)) : block;
    }

    private static String value(Random random, boolean isTame) {
        int kind = random.nextInt(isTame ? 10 : 16);
        return switch (kind) {
            case 0, 1, 2 -> Integer.toString(random.nextInt(10));
            case 3 -> "-0";
            case 4 -> random.nextBoolean() ? "null" : "-0.0";
            case 15 -> ODD[random.nextInt(ODD.length)];
            default -> isTame ? Integer.toString(random.nextInt(9)) : NumberTexts.next(random);
        };
    }

    private static String field(Random random, int rows) {
        return switch (random.nextInt(6)) {
            case 0 -> "\"w\":" + Collections.nCopies(rows, random.nextBoolean() ? "2.5" : "null");
            case 1 -> "\"w\":[1]";
            case 2 -> "\"timestamp\":" + random.nextInt(1000);
            case 3 -> "\"X\":[[1,2,3]]";
            case 4 -> "\"weight\":1";
            default -> "\"more\":[[1]]";
        };
    }

    private static String array(List<String> elements, Random random) {
        StringBuilder array = new StringBuilder("[");
        for (String element : elements) {
            array.append(array.length() == 1 ? "" : ",")
                    .append(space(random))
                    .append(element)
                    .append(space(random));
        }
        return array.append(']').toString();
    }

    private static String space(Random random) {
        return SPACE[random.nextInt(SPACE.length)];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X\":[[1,2,3]]}",
                " { \"X\" : [ [ 1 , -2.5e3\n, 3 ] , [null,0.1,1E-7] ] } \n",
                "{\"X\":[[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3]]}",
            })
    void rowsOfNumbersTakeNoParser(String json) {
        assertThat(isPlain(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X\":[]}",
                "{\"X\":[[]]}",
                "{\"X\":[[1,2]]}",
                "{\"X\":[[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3]]}",
                "{\"X\":[[1,2,3]],\"w\":[1]}",
                "{\"X\":[[1,2,3]],\"X\":[[1,2,3]]}",
                "{\"X\":[[1,2,3],]}",
                "{\"X\":[[1,2,3]]]}",
                "{\"X\":[[1,2,3]]}}",
                "{\"X\":[[1,2,3]]",
                "]]}",
                "",
            })
    void whateverElseIsLeftToTheParser(String json) {
        assertThat(isPlain(json)).isFalse();
    }

    private boolean isPlain(String json) {
        PointBorder border =
                new PointBorder(Features.ofDimension(DIMENSION), true, MissingValues.ALLOW, Support.NUMBERS);
        return new PlainJsonBlock(border, MAX_ROWS).read(json.getBytes(UTF_8), table);
    }

    /** What was said of a block that was no such is not said of the next. */
    @Test
    void aBlockThatWasBegunInVainLeavesNothingBehind() {
        PointBorder border =
                new PointBorder(Features.ofDimension(DIMENSION), true, MissingValues.REFUSE, Support.NUMBERS);
        JsonBlockDecoder decoder = new JsonBlockDecoder(border, MAX_ROWS);
        assertThat(rows(decoder::decode, "{\"X\":[[1,2,3],[4,null,6]],\"w\":[2,3]}".getBytes(UTF_8)))
                .element(2)
                .asString()
                .contains("MISSING: feature 1 (x1) is missing, must be a number");
        assertThat(rows(decoder::decode, "{\"X\":[[7,8,9],[1,null,2]]}".getBytes(UTF_8)))
                .containsExactly(
                        "1 of 2 are none, at " + Point.NO_TIMESTAMP,
                        "[7,8,9] 1.0 3 of [7.0, 8.0, 9.0]",
                        "[1,null,2] 1.0 MISSING: feature 1 (x1) is missing, must be a number");
        assertThat(rows(decoder::decode, "{\"X\":[[7,8,9]]}".getBytes(UTF_8)))
                .containsExactly("0 of 1 are none, at " + Point.NO_TIMESTAMP, "[7,8,9] 1.0 3 of [7.0, 8.0, 9.0]");
    }

    private interface Reader {
        void read(byte[] block, PointTable into) throws RejectedPointException;
    }

    /** All that a table says, or why the block is none. */
    private List<String> rows(Reader reader, byte[] block) {
        try {
            reader.read(block, table);
        } catch (RejectedPointException why) {
            return List.of(shown(why));
        }
        List<String> rows = new ArrayList<>();
        rows.add(table.refused() + " of " + table.rows() + " are none, at " + table.timestamp());
        for (int row = 0; row < table.rows(); row++) {
            RejectedPointException why = table.refusal(row);
            // Doubles are shown in as many digits as tell them from all others.
            String point = table.observed(row) + " of " + Arrays.toString(table.values(row));
            rows.add(new String(table.bytes(row, block), UTF_8) + " " + table.weight(row) + " "
                    + (why == null ? point : shown(why)));
        }
        return rows;
    }

    private static String shown(RejectedPointException why) {
        return why.reason() + ": " + why.getMessage();
    }
}
