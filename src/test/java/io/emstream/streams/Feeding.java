package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.point.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Feeds points around two centres to the topology, one by one or as rows of blocks, and knows which is where. */
final class Feeding {
    static final int MOST_ROWS = 40;

    private final Driven driven;
    private final Shape shape;
    private final Blobs blobs;
    private final Random random = new Random(17);
    private final List<Point> points = new ArrayList<>();
    /** Of the records of the points. */
    private final List<Long> offsets = new ArrayList<>();

    /** Of points of this shape, whose format the settings have. */
    Feeding(Driven driven, Shape shape, long seed) {
        this.driven = driven;
        this.shape = shape;
        this.blobs = new Blobs(seed);
    }

    /** Feeds so many points, in as many records as it takes, with the time of the clock. */
    void feed(int number) {
        int left = number;
        while (left > 0) {
            left -= feedRecord(left, null, new RecordHeaders(), driven.now());
        }
    }

    /** Feeds so many points with this event time: their own or, where they can have none, that of their records. */
    void feed(int number, Instant eventTime) {
        for (int left = number; left > 0; ) {
            List<String> texts = texts(left);
            remember(
                    texts,
                    switch (shape) {
                        case POINTS -> driven.feed("{\"x\":" + texts.get(0) + ",\"timestamp\":\"" + eventTime + "\"}");
                        case BLOCKS -> driven.feed(Rows.json(texts, ones(texts), eventTime.toString()));
                        case PACKED_BLOCKS -> driven.feed(null, value(texts), new RecordHeaders(), eventTime);
                    });
            left -= texts.size();
        }
    }

    private static List<String> ones(List<String> texts) {
        return Collections.nCopies(texts.size(), "1");
    }

    /** Feeds one record, of at most so many points, and returns how many they are. */
    int feedRecord(int most, byte @Nullable [] key, Headers headers, Instant timestamp) {
        List<String> texts = texts(most);
        remember(texts, driven.feed(key, value(texts), headers, timestamp));
        return texts.size();
    }

    /** Feeds what may be points, spelled in JSON, one by one or as one block; returns the offset of each. */
    List<Long> feedRows(List<String> rows) {
        return switch (shape) {
            case POINTS -> rows.stream().map(driven::feed).toList();
            case BLOCKS -> Collections.nCopies(rows.size(), driven.feed(Rows.json(rows)));
            case PACKED_BLOCKS -> throw new IllegalArgumentException("packed floats cannot be spelled in JSON");
        };
    }

    private List<String> texts(int most) {
        int rows = shape == Shape.POINTS ? 1 : Math.min(most, random.nextInt(1, MOST_ROWS + 1));
        return Stream.generate(blobs::next).limit(rows).toList();
    }

    private byte[] value(List<String> texts) {
        return switch (shape) {
            case POINTS -> texts.get(0).getBytes(UTF_8);
            case BLOCKS -> Rows.json(texts);
            case PACKED_BLOCKS ->
                Rows.packed(texts.stream().map(Feeding::values).toArray(double[][]::new));
        };
    }

    private void remember(List<String> texts, long offset) {
        for (String text : texts) {
            points.add(Point.of(values(text)));
            offsets.add(offset);
        }
    }

    private static double[] values(String text) {
        return Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** All points so far. */
    List<Point> points() {
        return points;
    }

    /** The offset of each point's record. */
    List<Long> offsets() {
        return offsets;
    }

    /**
     * The labels are those of the last points that were fed, in order: each with the offset of its record, and those of the two
     * sides never of one cluster.
     */
    void assertAreOfTheLast(int number, List<? extends Assignment> labels) {
        int from = points.size() - number;
        assertThat(labels)
                .extracting(Assignment::offset)
                .containsExactlyElementsOf(offsets.subList(from, points.size()));
        Map<Long, Boolean> sides = new HashMap<>();
        for (int i = 0; i < number; i++) {
            Long cluster = labels.get(i).cluster();
            // Nearer to the middle than to a centre, a point may be of either.
            double x = points.get(from + i).values()[0];
            if (cluster != null && Math.abs(x) > 2) {
                assertThat(sides.computeIfAbsent(cluster, each -> x > 0))
                        .as("label of point %d, at %s, of cluster %d", from + i, x, cluster)
                        .isEqualTo(x > 0);
            }
        }
    }
}
