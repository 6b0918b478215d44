package io.emstream.em;

import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample as the E-step takes it, laid out once for all iterations of EM over it: complete points in blocks, those with
 * missing values by themselves. Points that cannot be learned are left out. Takes d numbers per point.
 */
final class SampleBlocks {
    private final List<PointBlock> blocks = new ArrayList<>();
    private final List<Point> others = new ArrayList<>();

    /** Lays out points of so many features. */
    SampleBlocks(List<Point> sample, int dimension) {
        PointBlock block = new PointBlock(dimension);
        for (Point point : sample) {
            if (point.weight() > 0 && block.addIfComplete(point.values(), point.weight())) {
                if (block.isFull()) {
                    blocks.add(block);
                    block = new PointBlock(dimension);
                }
            } else if (point.isLearnable()) {
                others.add(point);
            }
        }
        if (block.size() > 0) {
            blocks.add(block);
        }
    }

    /** The complete points; not a copy, and not to be changed. */
    List<PointBlock> blocks() {
        return blocks;
    }

    /** The points of which some values are missing, but not all; not a copy. */
    List<Point> others() {
        return others;
    }
}
