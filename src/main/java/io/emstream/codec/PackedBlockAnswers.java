package io.emstream.codec;

import io.emstream.em.RowResponsibilities;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Answers to blocks of packed floats. All numbers are little-endian:
 *
 * <pre>{@code
 * bytes     of which there are
 * 4         1     45 41 C1 7F
 * 1         1     version, 1
 * 1         1     flags: 1 tails are there; 2 outliers are there
 * 2         1     0
 * 8         1     offset of the block
 * 8         1     version of the model; 0 if there was none
 * 4         1     rows, n
 * 4         1     components, K; 0 if there was no model
 * 8         K     cluster ids, by component
 * 8         n     cluster id of each row; -1 where there is none
 * 8         n     log-density, float64; NaN where there is none
 * 4         n     tail, float32, if the flag says so; NaN where there is none
 * 4         n     outlier, float32, if the flag says so; NaN where there is none
 * 4         n·K   responsibilities, float32, row after row; NaN where there are none
 * 1         n     status: 0 OK, 1 NOTHING_OBSERVED, 2 NO_MODEL, 255 refused, see the dead letters
 * }</pre>
 */
final class PackedBlockAnswers implements BlockAnswers {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MAGIC = 0x7FC14145;
    private static final int VERSION = 1;
    private static final int TAILS = 1;
    private static final int OUTLIERS = 2;
    private static final int HEADER = 32;
    private static final int MOST_BESIDE_RESPONSIBILITIES = 2 * Long.BYTES + 2 * Float.BYTES + 1;

    private static final long NO_CLUSTER = -1;
    private static final byte OK = 0;
    private static final byte NOTHING_OBSERVED = 1;
    private static final byte NO_MODEL = 2;
    private static final byte REFUSED = (byte) 255;

    private byte[] bytes = {};
    private int components;
    private boolean hasTails;
    private boolean hasOutliers;
    private int clusters;
    private int logDensities;
    private int tails;
    private int outliers;
    private int responsibilities;
    private int statuses;
    private int row;

    @Override
    public void begin(long offset, Model model, int rows) {
        Mixture mixture = model.mixture();
        hasTails = Noise.suits(mixture.family());
        hasOutliers = mixture.noise() != null;
        layOut(offset, model.version(), rows, mixture.size());
        for (int k = 0; k < components; k++) {
            LONGS.set(bytes, HEADER + k * Long.BYTES, mixture.cluster(k));
        }
    }

    private void layOut(long offset, long version, int rows, int size) {
        components = size;
        clusters = HEADER + size * Long.BYTES;
        logDensities = clusters + rows * Long.BYTES;
        tails = logDensities + rows * Double.BYTES;
        outliers = tails + (hasTails ? rows * Float.BYTES : 0);
        responsibilities = outliers + (hasOutliers ? rows * Float.BYTES : 0);
        statuses = responsibilities + rows * size * Float.BYTES;
        row = 0;
        bytes = new byte[statuses + rows];
        INTS.set(bytes, 0, MAGIC);
        bytes[4] = VERSION;
        bytes[5] = (byte) ((hasTails ? TAILS : 0) | (hasOutliers ? OUTLIERS : 0));
        LONGS.set(bytes, 8, offset);
        LONGS.set(bytes, 16, version);
        INTS.set(bytes, 24, rows);
        INTS.set(bytes, 28, size);
    }

    @Override
    public void add(RowResponsibilities answer, double[] tailsOfRows) {
        Mixture mixture = answer.mixture().mixture();
        for (int r = 0; r < answer.size(); r++, row++) {
            if (answer.isAnswered(r)) {
                boolean isKnown = answer.observed(r) > 0;
                put(
                        mixture.cluster(answer.component(r)),
                        isKnown ? answer.logDensity(r) : Double.NaN,
                        tailsOfRows[r],
                        answer.outlier(r),
                        isKnown ? OK : NOTHING_OBSERVED);
                for (int k = 0; k < components; k++) {
                    putResponsibility(k, answer.value(r, k));
                }
            } else {
                putNothing(REFUSED);
            }
        }
    }

    private void put(long cluster, double logDensity, double tail, double outlier, byte status) {
        LONGS.set(bytes, clusters + row * Long.BYTES, cluster);
        DOUBLES.set(bytes, logDensities + row * Double.BYTES, logDensity);
        if (hasTails) {
            FLOATS.set(bytes, tails + row * Float.BYTES, (float) tail);
        }
        if (hasOutliers) {
            FLOATS.set(bytes, outliers + row * Float.BYTES, (float) outlier);
        }
        bytes[statuses + row] = status;
    }

    private void putResponsibility(int k, double value) {
        FLOATS.set(bytes, responsibilities + (row * components + k) * Float.BYTES, (float) value);
    }

    private void putNothing(byte status) {
        put(NO_CLUSTER, Double.NaN, Double.NaN, Double.NaN, status);
        for (int k = 0; k < components; k++) {
            putResponsibility(k, Double.NaN);
        }
    }

    @Override
    public byte[] end() {
        return bytes;
    }

    @Override
    public byte[] withoutModel(long offset, PointTable block) {
        hasTails = false;
        hasOutliers = false;
        layOut(offset, 0, block.rows(), 0);
        for (; row < block.rows(); row++) {
            putNothing(block.refusal(row) == null ? NO_MODEL : REFUSED);
        }
        return bytes;
    }

    @Override
    public int bytesPerRow(int size) {
        // The ids of the clusters are fewer bytes than an envelope has room for, or than their responsibilities for two
        // rows.
        return MOST_BESIDE_RESPONSIBILITIES + size * Float.BYTES;
    }
}
