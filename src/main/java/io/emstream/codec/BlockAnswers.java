package io.emstream.codec;

import io.emstream.em.RowResponsibilities;
import io.emstream.mixture.Model;

/**
 * Writes the answers to blocks of points: one record for each, with a place for every row in order. An instance holds scratch
 * space and is used by one thread.
 */
public interface BlockAnswers {
    /**
     * Begins the answer to a block.
     *
     * @param offset the block's own
     * @param model by which it is answered
     * @param rows how many it has
     */
    void begin(long offset, Model model, int rows);

    /**
     * The next rows.
     *
     * @param tails of each row's squared distance from its most responsible cluster; {@code NaN} if there is none
     */
    void add(RowResponsibilities answer, double[] tails);

    /** The record's value, when all rows have been added. */
    byte[] end();

    /** The answer to a block that met no model; its rows that are no points are marked as well. */
    byte[] withoutModel(long offset, PointTable block);

    /** The most bytes that an answer takes for each row. */
    int bytesPerRow(int components);

    /** The writer that goes with a format of points. */
    static BlockAnswers of(PointFormat format, ResponsibilityDetail detail) {
        return switch (format) {
            case JSON, CSV -> new JsonBlockAnswers(detail);
            case FLOAT64, FLOAT32 -> new PackedBlockAnswers();
        };
    }
}
