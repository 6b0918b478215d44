package io.emstream.app.processing;

/**
 * Which part of the points an instance processes.
 *
 * @param own partitions of the points topic that are the instance's
 * @param all partitions of the points topic
 */
public record PartitionShare(int own, int all) {
    /** Of an instance that processes nothing yet. */
    public static final PartitionShare NONE = new PartitionShare(0, 0);
}
