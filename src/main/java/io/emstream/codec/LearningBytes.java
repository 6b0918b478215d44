package io.emstream.codec;

import io.emstream.learn.CheckSchedule;
import io.emstream.learn.PageHinkley;
import io.emstream.learn.Pin;
import io.emstream.learn.Track;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of the learner's state that say how learning goes; laid out as {@link LearnerStateCodec} shows. */
final class LearningBytes {
    private LearningBytes() {}

    static void write(Track track, ByteWriter to) {
        to.writeDouble(track.learnedWeight());
        to.writeDouble(track.effectivePoints());
        to.writeDouble(track.score());
        MixtureStatistics statistics = track.statistics();
        to.writeByte(statistics == null ? 0 : 1);
        if (statistics != null) {
            StatisticsBytes.write(statistics, to);
        }
    }

    static Track readTrack(ByteReader from) {
        double learnedWeight = from.readDouble();
        double effectivePoints = from.readDouble();
        double score = from.readDouble();
        int at = from.position();
        int present = from.readByte();
        if (present != 0 && present != 1) {
            throw from.malformed(at, "whether there are statistics is " + present + ", must be 0 or 1");
        }
        return new Track(
                present == 1 ? StatisticsBytes.readStatistics(from) : null, learnedWeight, effectivePoints, score);
    }

    static void write(Pin pin, ByteWriter to) {
        to.writeLong(pin.version());
        to.writeLong(pin.points());
        to.writeDouble(pin.prequentialLogLikelihood());
        to.writeDouble(pin.prequentialWeight());
        to.writeString(pin.by());
        to.writeString(pin.command());
    }

    static Pin readPin(ByteReader from) {
        long version = from.readLong();
        long points = from.readLong();
        double logLikelihood = from.readDouble();
        double weight = from.readDouble();
        return new Pin(version, from.readString("by"), from.readString("command"), points, logLikelihood, weight);
    }

    static boolean write(CheckSchedule checks, ByteWriter to) {
        to.writeDouble(checks.points());
        to.writeDouble(checks.next());
        to.writeDouble(checks.foldWeight());
        to.writeInt(checks.stage());
        to.writeInt(checks.track());
        to.writeInt(checks.wantedChange());
        return true;
    }

    static CheckSchedule readChecks(ByteReader from) {
        double points = from.readDouble();
        double next = from.readDouble();
        double foldWeight = from.readDouble();
        return new CheckSchedule(points, next, from.readInt(), foldWeight, from.readInt(), from.readInt());
    }

    static boolean write(PageHinkley detector, ByteWriter to) {
        to.writeLong(detector.panes());
        to.writeDouble(detector.mean());
        to.writeDouble(detector.variance());
        to.writeDouble(detector.pointVariance());
        to.writeDouble(detector.sum());
        return true;
    }

    static PageHinkley readDetector(ByteReader from) {
        return new PageHinkley(
                from.readLong(), from.readDouble(), from.readDouble(), from.readDouble(), from.readDouble());
    }

    static boolean writeKept(Map<Long, List<Point>> reservoir, ByteWriter to) {
        to.writeInt(reservoir.size());
        reservoir.forEach((sequence, points) -> {
            to.writeLong(sequence);
            to.writeInt(points.size());
        });
        return true;
    }

    static Map<Long, Integer> readKept(ByteReader from) {
        int count = from.readCount("blocks", 0, Long.BYTES + Integer.BYTES);
        Map<Long, Integer> kept = new HashMap<>();
        for (int i = 0; i < count; i++) {
            kept.put(from.readLong(), from.readInt());
        }
        return kept;
    }
}
