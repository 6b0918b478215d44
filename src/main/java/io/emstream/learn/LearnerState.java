package io.emstream.learn;

import io.emstream.family.Prior;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole memory of the learner, in named blocks, so that a store writes only those that have changed: a restart or a move
 * to another instance continues where the last commit stood.
 *
 * <p>Block names: {@code counters}, {@code model}, {@code prior}, {@code checks}, {@code detector}, {@code reservoir},
 * {@code pin}, {@code lineage},
 * {@code track/<track>}, {@code partition/<partition>}, {@code open/<pane>/<epoch>}, {@code window/<fold>},
 * {@code raw/<sequence>}, {@code reservoir/<sequence>}, {@code alarm/<sequence>}, {@code newest/<sequence>}; numbers in
 * hexadecimal, sixteen digits.
 */
public final class LearnerState {
    /** The block of {@link #counters()}. */
    public static final String COUNTERS = "counters";
    /** The block of {@link #model()}. */
    public static final String MODEL = "model";
    /** The block of {@link #prior()}. */
    public static final String PRIOR = "prior";
    /** The block of {@link #checks()}. */
    public static final String CHECKS = "checks";
    /** The block of {@link #detector()}. */
    public static final String DETECTOR = "detector";
    /** The block that says how many points of each block of {@link #reservoir()} are kept. */
    public static final String KEPT = "reservoir";
    /** The block of {@link #pin()}. */
    public static final String PIN = "pin";
    /** The block of {@link #origin()} and {@link #obeyed()}. */
    public static final String LINEAGE = "lineage";
    /** The blocks of {@link #tracks()}. */
    public static final String TRACK = "track/";
    /** The blocks of {@link #partitions()}. */
    public static final String PARTITION = "partition/";
    /** The blocks of {@link #open()}. */
    public static final String OPEN = "open/";
    /** The blocks of {@link #window()}. */
    public static final String WINDOW = "window/";
    /** The blocks of {@link #raw()}. */
    public static final String RAW = "raw/";
    /** The blocks of {@link #reservoir()}. */
    public static final String RESERVOIR = "reservoir/";
    /** The blocks of {@link #afterAlarm()}. */
    public static final String ALARM = "alarm/";
    /** The blocks of {@link #newest()}. */
    public static final String NEWEST = "newest/";

    private Counters counters = new Counters();
    private @Nullable Model model;
    private @Nullable Prior prior;
    private CheckSchedule checks = new CheckSchedule();
    private PageHinkley detector = new PageHinkley();
    private final List<Track> tracks = new ArrayList<>();
    private final NavigableMap<Integer, TaskReport.Progress> partitions = new TreeMap<>();
    private final NavigableMap<PaneKey, PaneStatistics> open = new TreeMap<>();
    private final NavigableMap<Long, PaneStatistics> window = new TreeMap<>();
    private final NavigableMap<Long, TaskReport.RawPoints> raw = new TreeMap<>();
    private final NavigableMap<Long, List<Point>> reservoir = new TreeMap<>();
    private final Map<Long, Integer> written = new HashMap<>();
    private final NavigableMap<Long, List<Point>> afterAlarm = new TreeMap<>();
    private final NavigableMap<Long, List<Point>> newest = new TreeMap<>();
    private int rawPoints;
    private @Nullable Pin pin;
    private long origin;
    private long obeyed;
    private final Set<String> changed = new LinkedHashSet<>();

    /** A pane of one layout epoch; ordered by pane, then epoch. */
    public record PaneKey(long pane, int layoutEpoch) implements Comparable<PaneKey> {
        @Override
        public int compareTo(PaneKey other) {
            int byPane = Long.compare(pane, other.pane);
            return byPane != 0 ? byPane : Integer.compare(layoutEpoch, other.layoutEpoch);
        }
    }

    /** The numbers, to read. */
    public Counters counters() {
        return counters;
    }

    /** The numbers, to change. */
    Counters change() {
        changed.add(COUNTERS);
        return counters;
    }

    /** Replaces the numbers. */
    public void counters(Counters value) {
        counters = value;
        changed.add(COUNTERS);
    }

    /** The current model; {@code null} during the warm-up. */
    public @Nullable Model model() {
        return model;
    }

    /** Replaces the model. */
    public void model(Model value) {
        model = value;
        changed.add(MODEL);
    }

    /** The prior measured at the start; {@code null} during the warm-up. */
    public @Nullable Prior prior() {
        return prior;
    }

    /** Replaces the prior. */
    public void prior(Prior value) {
        prior = value;
        changed.add(PRIOR);
    }

    /** That the model is pinned; {@code null} if it is not. */
    public @Nullable Pin pin() {
        return pin;
    }

    /** Pins the model, or unpins it with {@code null}. */
    public void pin(@Nullable Pin value) {
        pin = value;
        changed.add(PIN);
    }

    /** The newest version that was ever given away under this model's name; 0 if there was none. */
    public long lastVersion() {
        return model == null ? origin : model.version();
    }

    /** The version behind which those of this learner began; 0 if they began with 1. */
    public long origin() {
        return origin;
    }

    /** The offset behind the last command that was carried out or refused. */
    public long obeyed() {
        return obeyed;
    }

    /** Notes the offset behind the last command. */
    public void obeyed(long offset) {
        obeyed = offset;
        changed.add(LINEAGE);
    }

    /** Has the first model go on behind this version. */
    public void origin(long value) {
        origin = value;
        changed.add(LINEAGE);
    }

    /** When the model is checked, to read. */
    public CheckSchedule checks() {
        return checks;
    }

    /** When the model is checked, to change. */
    CheckSchedule changeChecks() {
        changed.add(CHECKS);
        return checks;
    }

    /** Replaces the schedule of checks. */
    public void checks(CheckSchedule value) {
        checks = value;
        changed.add(CHECKS);
    }

    /** What notices drift, to read. */
    public PageHinkley detector() {
        return detector;
    }

    /** What notices drift, to change. */
    PageHinkley changeDetector() {
        changed.add(DETECTOR);
        return detector;
    }

    /** Replaces what notices drift. */
    public void detector(PageHinkley value) {
        detector = value;
        changed.add(DETECTOR);
    }

    /** The running statistics, by speed of forgetting; none before the first fold; read only. */
    public List<Track> tracks() {
        return Collections.unmodifiableList(tracks);
    }

    /** Replaces a track, or adds the next one. */
    public void track(int index, Track value) {
        if (index == tracks.size()) {
            tracks.add(value);
        } else {
            tracks.set(index, value);
        }
        changed.add(TRACK + hex(index));
    }

    /** How far each partition has come; read only. */
    public NavigableMap<Integer, TaskReport.Progress> partitions() {
        return Collections.unmodifiableNavigableMap(partitions);
    }

    /** Notes how far a partition has come. */
    public void progress(TaskReport.Progress value) {
        partitions.put(value.partition(), value);
        changed.add(PARTITION + hex(value.partition()));
    }

    /** The panes that are not folded yet; read only. */
    public NavigableMap<PaneKey, PaneStatistics> open() {
        return Collections.unmodifiableNavigableMap(open);
    }

    /** Merges a part of a pane into the open panes; the part is taken over. */
    public void addOpen(PaneStatistics part) {
        PaneKey key = new PaneKey(part.pane(), part.layoutEpoch());
        open.merge(key, part, PaneStatistics::merged);
        changed.add(openBlock(key));
    }

    /** Takes an open pane out. */
    public void removeOpen(PaneKey key) {
        open.remove(key);
        changed.add(openBlock(key));
    }

    /** The folded panes of a sliding window, by fold; read only. */
    public NavigableMap<Long, PaneStatistics> window() {
        return Collections.unmodifiableNavigableMap(window);
    }

    /** Adds a folded pane to the window. */
    public void addWindow(long fold, PaneStatistics pane) {
        window.put(fold, pane);
        changed.add(WINDOW + hex(fold));
    }

    /** Lets a folded pane leave the window. */
    public void removeWindow(long fold) {
        window.remove(fold);
        changed.add(WINDOW + hex(fold));
    }

    /** The points that met no model, by sequence of arrival; read only. */
    public NavigableMap<Long, TaskReport.RawPoints> raw() {
        return Collections.unmodifiableNavigableMap(raw);
    }

    /** How many points there are in {@link #raw()}. */
    public int rawPoints() {
        return rawPoints;
    }

    /** Keeps points that met no model. */
    public void addRaw(long sequence, TaskReport.RawPoints points) {
        TaskReport.RawPoints before = raw.put(sequence, points);
        rawPoints +=
                points.points().size() - (before == null ? 0 : before.points().size());
        changed.add(RAW + hex(sequence));
    }

    /** Drops points that met no model. */
    public void removeRaw(long sequence) {
        TaskReport.RawPoints before = raw.remove(sequence);
        rawPoints -= before == null ? 0 : before.points().size();
        changed.add(RAW + hex(sequence));
    }

    /** Blocks of the sample that the model should fit, by sequence, each in random order; read only. */
    public NavigableMap<Long, List<Point>> reservoir() {
        return Collections.unmodifiableNavigableMap(reservoir);
    }

    /** Adds a block to the reservoir. */
    public void addReservoir(long sequence, List<Point> points) {
        reservoir.put(sequence, List.copyOf(points));
        written.put(sequence, points.size());
        changed.add(KEPT);
        changed.add(RESERVOIR + hex(sequence));
    }

    /**
     * Keeps only the first so many points of a block of the reservoir. The block itself is written anew when half of it is
     * gone, and goes with the last point.
     */
    public void keepReservoir(long sequence, int points) {
        List<Point> before = reservoir.get(sequence);
        if (before == null || points >= before.size()) {
            return;
        }
        changed.add(KEPT);
        if (points == 0) {
            reservoir.remove(sequence);
        } else {
            reservoir.put(sequence, List.copyOf(before.subList(0, points)));
        }
        String block = RESERVOIR + hex(sequence);
        if (changed.contains(block) || 2 * points < written.getOrDefault(sequence, 0)) {
            changed.add(block);
            written.put(sequence, points);
        }
        written.remove(sequence, 0);
    }

    /** Blocks of points that have come since the alarm, or since something adds up to one, by sequence; read only. */
    public NavigableMap<Long, List<Point>> afterAlarm() {
        return Collections.unmodifiableNavigableMap(afterAlarm);
    }

    /** Keeps points of {@link #afterAlarm}. */
    public void addAfterAlarm(long sequence, List<Point> points) {
        afterAlarm.put(sequence, List.copyOf(points));
        changed.add(ALARM + hex(sequence));
    }

    /** Drops points of {@link #afterAlarm}. */
    void removeAfterAlarm(long sequence) {
        afterAlarm.remove(sequence);
        changed.add(ALARM + hex(sequence));
    }

    /** Blocks of the newest points, by sequence; read only. */
    public NavigableMap<Long, List<Point>> newest() {
        return Collections.unmodifiableNavigableMap(newest);
    }

    /** Keeps points as the newest. */
    public void addNewest(long sequence, List<Point> points) {
        newest.put(sequence, List.copyOf(points));
        changed.add(NEWEST + hex(sequence));
    }

    /** Drops points that are not among the newest any more. */
    void removeNewest(long sequence) {
        newest.remove(sequence);
        changed.add(NEWEST + hex(sequence));
    }

    /** The names of the blocks that have changed since this was last called. */
    public Set<String> takeChanges() {
        Set<String> names = new LinkedHashSet<>(changed);
        changed.clear();
        return names;
    }

    private static String openBlock(PaneKey key) {
        return OPEN + hex(key.pane()) + "/" + hex(key.layoutEpoch());
    }

    private static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
