package io.emstream.codec;

import io.emstream.family.Support;
import io.emstream.point.Features;
import org.jspecify.annotations.Nullable;

/** The decoders of points, by format. */
public final class PointDecoders {
    private PointDecoders() {}

    /**
     * A decoder for one thread.
     *
     * @param features their names are looked up as fields of JSON objects, or followed if they are JSON pointers
     *     ({@code /geo/lat}); {@code Features.ofDimension} stands for features that nobody has named
     * @param missing whether values may be missing
     * @param support the values that features may take
     * @param maxBytes the size of the largest record value that is looked at
     * @throws IllegalArgumentException if JSON features contradict each other, or maxBytes is not positive
     */
    public static PointDecoder of(
            PointFormat format, Features features, MissingValues missing, Support support, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("largest point is " + maxBytes + " bytes, must be 1 or more");
        }
        PointBorder border = new PointBorder(features, true, missing, support);
        PointDecoder decoder = switch (format) {
            case JSON -> new JsonPointDecoder(border);
            case CSV -> new CsvPointDecoder(border);
            case FLOAT64 -> new PackedPointDecoder(border, PackedPointDecoder.Size.DOUBLE);
            case FLOAT32 -> new PackedPointDecoder(border, PackedPointDecoder.Size.SINGLE);
        };
        return value -> decoder.decode(PointBorder.checkSize(value, maxBytes));
    }

    /**
     * A decoder of blocks for one thread, beside that of points, for the same topic.
     *
     * @param maxRows a block of more rows is refused
     */
    public static BlockDecoder blocks(
            PointFormat format, Features features, MissingValues missing, Support support, int maxRows) {
        PointBorder border = new PointBorder(features, true, missing, support);
        return switch (format) {
            case JSON -> new JsonBlockDecoder(border, maxRows);
            case CSV -> new NoBlocks();
            case FLOAT64, FLOAT32 -> new PackedBlockDecoder(border, maxRows);
        };
    }

    /** A line of CSV is one point. */
    private static final class NoBlocks implements BlockDecoder {
        @Override
        public boolean isBlock(byte @Nullable [] value) {
            return false;
        }

        @Override
        public void decode(byte[] value, PointTable into) {
            throw new UnsupportedOperationException("there are no blocks in CSV");
        }
    }
}
