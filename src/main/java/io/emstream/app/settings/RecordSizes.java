package io.emstream.app.settings;

import io.emstream.family.Family;
import io.emstream.learn.PointSample;
import io.emstream.point.Features;

/**
 * The largest records that follow from the shape of the model, in bytes. Upper bounds: what topics and producers must be
 * able to take.
 */
final class RecordSizes {
    /** A number in JSON with its comma: seventeen digits, sign, point and exponent. */
    private static final long JSON_NUMBER = 25;
    /** Names and brackets around a component, or around the whole. */
    private static final long FRAME = 512;
    /** What Kafka puts around a record, and headers of a moderate size. */
    private static final long ENVELOPE = 16 << 10;

    /** An answer to a block, with key and headers, that fits any topic: a little less than Kafka takes by default. */
    static final int USUAL_ANSWER = 1_000_000;

    private RecordSizes() {}

    /** How many rows a block may have for its answer to be of the usual size. */
    static int usualBlockRows(int bytesPerRow) {
        return (int) Math.max(1, (USUAL_ANSWER - ENVELOPE) / bytesPerRow);
    }

    /** The answer to a block of so many rows. */
    static long blockAnswer(int rows, int bytesPerRow) {
        return (long) rows * bytesPerRow + ENVELOPE;
    }

    /** A model as JSON; its binary form is smaller. */
    static long model(Family family, int clusters, Features features) {
        long dimension = features.dimension();
        long numbers = switch (family.scatter()) {
            case NONE -> dimension;
            case DIAGONAL -> 2 * dimension;
            case FULL -> dimension + dimension * dimension;
        };
        long names = features.names().stream()
                .mapToLong(name -> 6L * name.length() + 3)
                .sum();
        long noise = FRAME + dimension * JSON_NUMBER;
        return clusters * (FRAME + numbers * JSON_NUMBER) + noise + names + FRAME + ENVELOPE;
    }

    /** The statistics and the sample of one pane, binary. */
    static long statistics(Family family, int clusters, int dimension) {
        // The packed triangle, in long arithmetic.
        long scatter = switch (family.scatter()) {
            case NONE -> 0L;
            case DIAGONAL -> dimension;
            case FULL -> dimension * (dimension + 1L) / 2;
        };
        return clusters * (FRAME + 8 * (2L * dimension + scatter)) + sample(dimension) + FRAME + ENVELOPE;
    }

    /** The sample of one pane: priorities, weights and values, of as many points as the learner keeps of a fold. */
    private static long sample(int dimension) {
        return 8L * (2 + dimension) * PointSample.foldCapacity(dimension);
    }

    /** A dead letter: the bytes of a point, cut, with the headers that say why. */
    static long deadLetter(int maxPointBytes) {
        return maxPointBytes + ENVELOPE;
    }
}
