package io.emstream.codec;

import static org.assertj.core.api.Assertions.fail;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes a record holds, it is a point of finite or missing values, or it is refused; and nothing else happens. */
class PointFuzzTest {
    private static final int RECORDS = 250_000;
    private static final long SEED = 20_010_101;
    private static final Features FEATURES = new Features(List.of("amount", "/geo/lat", "/x/1"));

    private static final List<String> JSON = List.of(
            "{\"x\":[1.5,2.0,-3e-7],\"weight\":0.5,\"timestamp\":978307260000}",
            "{\"amount\":17.25,\"geo\":{\"lat\":48.1,\"lon\":[11.5]},\"x\":[null,\"NaN\",NaN],\"y\":\"\\u00e9\"}",
            "{\"timestamp\":\"2001-01-01T00:01:02.3+01:00\",\"amount\":null,\"é\":{\"a\":[true,false,{}]}}",
            "[1,2,3]",
            "[123456789012345678901234567890,1e400,-Infinity]",
            "{\"a\":\"" + "\\\"\\\\".repeat(20) + "\",\"weight\":1,\"amount\":0.1}");
    private static final List<String> CSV =
            List.of("1.5,2.0,-3e-7", "\"1\",\"2.5\",\"\"\n", ",,", "NaN,nan,NA\r\n", "inf,\"1\"\"2\",1e400", "1,2,3,4");
    private static final byte[] SPICE = "{}[]\",:0123456789eE+-.nulltruefalseNaNInfinity\\ \n\r\t\u0000\u00ff"
            .getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @EnumSource
    void noBytesDoAnythingElse(PointFormat format) {
        Random random = new Random(SEED);
        List<PointDecoder> decoders = List.of(
                PointDecoders.of(format, FEATURES, MissingValues.ALLOW, Support.NUMBERS, 200),
                PointDecoders.of(format, Features.ofDimension(3), MissingValues.ALLOW, Support.counts(3), 1000),
                PointDecoders.of(format, FEATURES, MissingValues.REFUSE, Support.NUMBERS, 1000));
        int points = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] value = random.nextInt(10) == 0 ? noise(random) : mutated(sample(format, random), random);
            if (isPoint(decoders.get(i % decoders.size()), value)) {
                points++;
            }
        }
        if (points < RECORDS / 100 || points > RECORDS / 2) {
            fail(points + " of " + RECORDS + " records are points: this tries too little");
        }
    }

    private static boolean isPoint(PointDecoder decoder, byte[] value) {
        try {
            Point point = decoder.decode(value);
            boolean finite = Arrays.stream(point.values()).noneMatch(Double::isInfinite);
            boolean weighed = point.weight() >= 0 && point.weight() <= PointBorder.LARGEST_WEIGHT;
            if (!finite || !weighed || point.dimension() != 3) {
                fail("seed " + SEED + ": a bad point was read from "
                        + HexFormat.of().formatHex(value));
            }
            return true;
        } catch (RejectedPointException refused) {
            if (String.valueOf(refused.getMessage()).length() > 300) {
                fail("seed " + SEED + ": a long message: " + refused.getMessage());
            }
            return false;
        } catch (RuntimeException | StackOverflowError fault) {
            throw new AssertionError("seed " + SEED + ": " + HexFormat.of().formatHex(value), fault);
        }
    }

    private static byte[] sample(PointFormat format, Random random) {
        return switch (format) {
            case JSON -> JSON.get(random.nextInt(JSON.size())).getBytes(StandardCharsets.UTF_8);
            case CSV -> CSV.get(random.nextInt(CSV.size())).getBytes(StandardCharsets.UTF_8);
            case FLOAT64 -> {
                ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putDouble(random.nextInt(5))
                        .putDouble(random.nextGaussian())
                        .putDouble(Double.NaN);
                yield bytes.array();
            }
            case FLOAT32 -> {
                ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putFloat(random.nextInt(5))
                        .putFloat((float) random.nextGaussian())
                        .putFloat(Float.NaN);
                yield bytes.array();
            }
        };
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The bytes with a few places overwritten, cut out, doubled or cut off. */
    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] value = bytes;
        for (int changes = random.nextInt(5); changes > 0 && value.length > 0; changes--) {
            int at = random.nextInt(value.length);
            int length = Math.min(value.length - at, 1 + random.nextInt(6));
            value = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(value, at);
                case 1 -> joined(Arrays.copyOf(value, at), Arrays.copyOfRange(value, at + length, value.length));
                case 2 -> joined(Arrays.copyOf(value, at + length), Arrays.copyOfRange(value, at, value.length));
                case 3 -> joined(value, Arrays.copyOf(value, at));
                case 4 -> overwritten(value, at, (byte) random.nextInt());
                default -> overwritten(value, at, SPICE[random.nextInt(SPICE.length)]);
            };
        }
        return value;
    }

    private static byte[] overwritten(byte[] bytes, int at, byte with) {
        byte[] value = bytes.clone();
        value[at] = with;
        return value;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] value = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, value, first.length, second.length);
        return value;
    }
}
