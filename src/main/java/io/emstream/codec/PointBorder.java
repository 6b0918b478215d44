package io.emstream.codec;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import org.jspecify.annotations.Nullable;

/** What a value must be to enter, whatever its format, and what is said if it may not. */
final class PointBorder {
    /**
     * The largest weight of a point. Up to here a weight is a count without rounding; far beyond it a single record could
     * make the sums of all others overflow.
     */
    static final double LARGEST_WEIGHT = 1e15;

    private final Features features;
    private final boolean numbered;
    private final MissingValues missing;
    private final Support support;

    /**
     * The border of these features.
     *
     * @param numbered whether messages say the number of a feature beside its name
     */
    PointBorder(Features features, boolean numbered, MissingValues missing, Support support) {
        this.features = features;
        this.numbered = numbered;
        this.missing = missing;
        this.support = support;
    }

    Features features() {
        return features;
    }

    int dimension() {
        return features.dimension();
    }

    /** Whether a feature may have this value; {@code NaN} is a missing one. */
    boolean accepts(double value) {
        return Double.isNaN(value) ? missing == MissingValues.ALLOW : support.contains(value);
    }

    /** The refusal of a number that is not accepted. */
    RejectedPointException refusal(int feature, double value, String text) {
        if (Double.isNaN(value)) {
            return reject(Reason.MISSING, name(feature) + " is missing, must be a number");
        }
        String start = name(feature) + " is " + Excerpt.of(text) + ", must be ";
        return Double.isInfinite(value)
                ? reject(Reason.NOT_FINITE, start + "finite")
                : reject(Reason.OUT_OF_SUPPORT, start + support.inWords());
    }

    /** The refusal of something that is not a number at all. */
    RejectedPointException notANumber(int feature, String what) {
        return reject(Reason.NOT_A_POINT, name(feature) + " is " + what + ", must be a number");
    }

    /** The refusal of another number of values than there are features. */
    RejectedPointException wrongDimension(int values) {
        return reject(
                Reason.WRONG_DIMENSION,
                "point has " + values + (values == 1 ? " value" : " values") + ", must have " + dimension());
    }

    /** A feature as messages call it. */
    String name(int feature) {
        String name = Excerpt.of(features.names().get(feature));
        return numbered ? "feature " + feature + " (" + name + ")" : name;
    }

    /** Whether a point may have this weight. */
    static boolean acceptsWeight(double weight) {
        return weight >= 0 && weight <= LARGEST_WEIGHT;
    }

    /** The refusal of a weight. */
    static RejectedPointException badWeight(String what, String text) {
        return reject(Reason.BAD_WEIGHT, what + " is " + text + ", must be a number from 0 to 1e15");
    }

    /** The bytes of a record that has some, and not too many. */
    static byte[] checkSize(byte @Nullable [] value, int maxBytes) throws RejectedPointException {
        if (value == null) {
            throw reject(Reason.MISSING, "record has no value");
        }
        if (value.length > maxBytes) {
            throw reject(
                    Reason.TOO_LARGE, "record value has " + value.length + " bytes, must have at most " + maxBytes);
        }
        return value;
    }

    static RejectedPointException reject(Reason reason, String message) {
        return new RejectedPointException(reason, message);
    }
}
