package io.emstream.codec;

import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of packed floats. All numbers are little-endian:
 *
 * <pre>{@code
 * at        bytes
 * 0         4          45 42 C1 7F
 * 4         1          version, 1
 * 5         1          flags: 1 weights follow the values; 2 the numbers are float64, else float32
 * 6         2          F8 7F
 * 8         4          rows, n
 * 12        4          features, d
 * 16        n·d·size   values, row after row; NaN where missing
 *           n·size     weights, if the flag says so
 * }</pre>
 *
 * <p>The first four bytes are a NaN as a float32, the first eight one as a float64, both with a payload that no computation
 * has: so no point of packed floats is taken for a block. Flags that are not known refuse the block.
 */
final class PackedBlockDecoder implements BlockDecoder {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    static final int MAGIC = 0x7FC14245;
    static final int HEADER = 16;
    static final int VERSION = 1;
    static final int WEIGHTS = 1;
    static final int FLOAT64 = 2;

    private final PointBorder border;
    private final int maxRows;

    PackedBlockDecoder(PointBorder border, int maxRows) {
        this.border = border;
        this.maxRows = maxRows;
    }

    @Override
    public boolean isBlock(byte @Nullable [] value) {
        return value != null
                && value.length >= Double.BYTES
                && (int) INTS.get(value, 0) == MAGIC
                && value[6] == (byte) 0xF8
                && value[7] == 0x7F;
    }

    @Override
    public void decode(byte[] value, PointTable into) throws RejectedPointException {
        into.clear();
        if (value.length < HEADER) {
            throw broken("has " + value.length + " bytes, must have a header of " + HEADER);
        }
        if (value[4] != VERSION) {
            throw broken("is of version " + (value[4] & 0xFF) + ", must be of version " + VERSION);
        }
        int flags = value[5] & 0xFF;
        if ((flags & ~(WEIGHTS | FLOAT64)) != 0) {
            throw broken("has flags " + flags + ", must have no others than " + WEIGHTS + " and " + FLOAT64);
        }
        int rows = JsonBlockDecoder.checkRows(Integer.toUnsignedLong((int) INTS.get(value, 8)), maxRows);
        int dimension = (int) INTS.get(value, 12);
        if (dimension != border.dimension()) {
            throw PointBorder.reject(
                    Reason.WRONG_DIMENSION,
                    "block has " + Integer.toUnsignedString(dimension) + " features, must have " + border.dimension());
        }
        int size = (flags & FLOAT64) != 0 ? Double.BYTES : Float.BYTES;
        boolean isWeighted = (flags & WEIGHTS) != 0;
        long needed = HEADER + (long) rows * (dimension + (isWeighted ? 1 : 0)) * size;
        if (value.length != needed) {
            throw broken("has " + value.length + " bytes, must have " + needed + " for " + rows + " rows");
        }
        into.ensure(rows);
        for (int row = 0; row < rows; row++) {
            readRow(value, HEADER + row * dimension * size, size, into);
        }
        if (isWeighted) {
            readWeights(value, HEADER + rows * dimension * size, size, into);
        }
    }

    private void readRow(byte[] value, int start, int size, PointTable into) {
        double[] values = into.add(start);
        int row = into.rows() - 1;
        int missing = 0;
        for (int feature = 0; feature < values.length; feature++) {
            double read = read(value, start + feature * size, size);
            values[feature] = read;
            missing += Double.isNaN(read) ? 1 : 0;
            if (!border.accepts(read) && into.refusal(row) == null) {
                into.refuse(row, border.refusal(feature, read, Double.toString(read)));
            }
        }
        into.end(values.length - missing, start + values.length * size);
    }

    private static void readWeights(byte[] value, int start, int size, PointTable into) {
        for (int row = 0; row < into.rows(); row++) {
            double weight = read(value, start + row * size, size);
            into.weigh(row, weight);
            if (!PointBorder.acceptsWeight(weight)) {
                into.refuse(row, PointBorder.badWeight("weight", Double.toString(weight)));
            }
        }
    }

    private static double read(byte[] value, int at, int size) {
        return size == Float.BYTES ? (float) FLOATS.get(value, at) : (double) DOUBLES.get(value, at);
    }

    private static RejectedPointException broken(String what) {
        return PointBorder.reject(Reason.NOT_A_POINT, "block " + what);
    }
}
