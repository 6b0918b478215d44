package io.emstream.codec;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.learn.Counters;
import io.emstream.learn.LearnerState;
import io.emstream.learn.LearnerState.PaneKey;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.TaskReport;
import io.emstream.learn.Track;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The learner's state in its store, block by block, under the names that {@link LearnerState} gives them.
 *
 * <pre>
 * byte    'S'
 * byte    version of the layout, 1
 * byte    content: 1 counters, 2 model, 3 prior, 4 track, 5 partition, 6 open, 7 window, 8 raw, 9 checks, 10 detector,
 *         11 kept, 12 points of the reservoir, 13 points since an alarm, 14 pin, 15 lineage,
 *         16 newest points
 *
 * counters      long    points, unlearned, late, folds, sequence, next cluster, folded pane: 7
 *               double  learned weight, step offset, effective points, prequential log-likelihood and weight: 5
 *               long    event time
 *
 * model         …       as in {@link ModelCodec}, from the name on
 *
 * prior         byte    kind: 1 MAP, 2 NONE
 *               int     d, number of features
 *               double  mean: d
 *               double  variance: d
 *
 * track         double  learned weight, effective points, score: 3
 *               byte    1 if statistics follow, else 0
 *               …       statistics as in {@link TaskReportCodec}, from the scatter layout on; the track is in the name
 *
 * checks        double  points, next, fold weight: 3
 *               int     stage, track, wanted change: 3
 *
 * detector      long    panes
 *               double  mean, variance, point variance, sum: 4
 *
 * pin           long    version, points: 2
 *               double  prequential log-likelihood and weight: 2
 *               string  by, command: 2; there is no such block while the model is not pinned
 *
 * lineage       long    version behind which those of this learner began, offset behind the last command: 2
 *
 * reservoir     int     n, number of blocks
 *               long      sequence, int kept points: n times
 *
 * reservoir/,   int     n, number of points
 * alarm/,
 * newest/       …       n points as in raw points in {@link TaskReportCodec}; the sequence is in the name
 *
 * partition     …       as progress in {@link TaskReportCodec}; the partition is in the name
 *
 * open, window  …       as pane in {@link TaskReportCodec}; the fold is in the name, and the sample of a window is empty
 *
 * raw           int     partition
 *               …       as raw points in {@link TaskReportCodec}, from the kind on; the sequence is in the name
 * </pre>
 *
 * Numbers are big-endian, doubles are their raw bits, a string is an int, the number of its bytes, and those in UTF-8.
 * Nothing may follow. Blocks may be added later; a program that does not know one refuses the state.
 */
public final class LearnerStateCodec {
    private static final char LETTER = 'S';
    private static final int VERSION = 1;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{16}");

    private final ModelCodec models;

    /**
     * Reads states with models of these families.
     *
     * @param families the family of a name; throws {@link IllegalArgumentException} if there is none
     */
    public LearnerStateCodec(Function<String, Family> families) {
        this.models = new ModelCodec(families);
    }

    /** What blocks hold, by the start of their names; a name that ends in a slash has numbers behind it. */
    private enum Content {
        COUNTERS(1, LearnerState.COUNTERS),
        MODEL(2, LearnerState.MODEL),
        PRIOR(3, LearnerState.PRIOR),
        TRACK(4, LearnerState.TRACK),
        PARTITION(5, LearnerState.PARTITION),
        OPEN(6, LearnerState.OPEN),
        WINDOW(7, LearnerState.WINDOW),
        RAW(8, LearnerState.RAW),
        CHECKS(9, LearnerState.CHECKS),
        DETECTOR(10, LearnerState.DETECTOR),
        KEPT(11, LearnerState.KEPT),
        RESERVOIR(12, LearnerState.RESERVOIR),
        ALARM(13, LearnerState.ALARM),
        PIN(14, LearnerState.PIN),
        LINEAGE(15, LearnerState.LINEAGE),
        NEWEST(16, LearnerState.NEWEST);

        private final int code;
        private final String name;

        Content(int code, String name) {
            this.code = code;
            this.name = name;
        }

        static Content of(String block) {
            for (Content content : values()) {
                if (content.name.endsWith("/") ? block.startsWith(content.name) : block.equals(content.name)) {
                    return content;
                }
            }
            throw new IllegalArgumentException(
                    block + " is no block of the learner's state; if a newer version of emstream"
                            + " wrote it, use that version, or a newer one");
        }

        /** The number behind the name; part 0 is the first. */
        long number(String block, int part) {
            String[] numbers = block.substring(name.length()).split("/", -1);
            int parts = this == OPEN ? 2 : 1;
            if (numbers.length != parts || !NUMBER.matcher(numbers[part]).matches()) {
                throw new IllegalArgumentException(
                        block + " must be " + name + " and " + parts + " of sixteen hexadecimal digits");
            }
            return HexFormat.fromHexDigitsToLong(numbers[part]);
        }

        int intNumber(String block, int part) {
            long number = number(block, part);
            if (number != (int) number) {
                throw new IllegalArgumentException(block + " has a number beyond 32 bits");
            }
            return (int) number;
        }
    }

    /**
     * The bytes of a block.
     *
     * @return {@code null} if the state has no such block, or no longer
     * @throws IllegalArgumentException if the name is not that of a block
     */
    public byte @Nullable [] encode(LearnerState state, String block) {
        Content content = Content.of(block);
        ByteWriter to = new ByteWriter(LETTER, VERSION);
        to.writeByte(content.code);
        boolean present = switch (content) {
            case COUNTERS -> writeCounters(state.counters(), to);
            case MODEL -> writeIfPresent(state.model(), ModelCodec::write, to);
            case PRIOR -> writeIfPresent(state.prior(), LearnerStateCodec::writePrior, to);
            case TRACK -> writeTrack(state.tracks(), content.intNumber(block, 0), to);
            case CHECKS -> LearningBytes.write(state.checks(), to);
            case DETECTOR -> LearningBytes.write(state.detector(), to);
            case KEPT -> LearningBytes.writeKept(state.reservoir(), to);
            case PIN -> writeIfPresent(state.pin(), LearningBytes::write, to);
            case LINEAGE -> writeLineage(state, to);
            case RESERVOIR ->
                writeIfPresent(state.reservoir().get(content.number(block, 0)), TaskReportCodec::writePoints, to);
            case ALARM ->
                writeIfPresent(state.afterAlarm().get(content.number(block, 0)), TaskReportCodec::writePoints, to);
            case NEWEST ->
                writeIfPresent(state.newest().get(content.number(block, 0)), TaskReportCodec::writePoints, to);
            case PARTITION ->
                writeIfPresent(state.partitions().get(content.intNumber(block, 0)), TaskReportCodec::writeProgress, to);
            case OPEN -> writeIfPresent(state.open().get(paneKey(block)), StatisticsBytes::write, to);
            case WINDOW -> writeIfPresent(state.window().get(content.number(block, 0)), StatisticsBytes::write, to);
            case RAW -> writeIfPresent(state.raw().get(content.number(block, 0)), LearnerStateCodec::writeRaw, to);
        };
        return present ? to.toBytes() : null;
    }

    /**
     * The state made of these blocks, in any order; none of them counts as changed.
     *
     * @throws MalformedBytesException if a block is none of the state's, or there twice; the message names it
     */
    public LearnerState decode(Iterable<Map.Entry<String, byte[]>> blocks) {
        LearnerState state = new LearnerState();
        NavigableMap<Integer, Track> tracks = new TreeMap<>();
        Map<Long, Integer> kept = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, byte[]> block : blocks) {
            String name = block.getKey();
            try {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("is there twice");
                }
                read(name, block.getValue(), state, tracks, kept);
            } catch (MalformedBytesException damaged) {
                throw damaged.in(name);
            } catch (IllegalArgumentException misnamed) {
                throw new MalformedBytesException(0, name + ": " + misnamed.getMessage());
            }
        }
        tracks.forEach((index, track) -> {
            if (index != state.tracks().size()) {
                throw new MalformedBytesException(
                        0, LearnerState.TRACK + state.tracks().size() + " is missing");
            }
            state.track(index, track);
        });
        kept.forEach(state::keepReservoir);
        state.takeChanges();
        return state;
    }

    private void read(
            String block,
            byte[] bytes,
            LearnerState into,
            NavigableMap<Integer, Track> tracks,
            Map<Long, Integer> kept) {
        Content content = Content.of(block);
        ByteReader from = new ByteReader(bytes, LETTER, VERSION);
        int at = from.position();
        int code = from.readByte();
        if (code != content.code) {
            throw from.malformed(at, "content is " + code + ", must be " + content.code);
        }
        switch (content) {
            case COUNTERS -> into.counters(readCounters(from));
            case MODEL -> into.model(models.read(from));
            case PRIOR -> into.prior(readPrior(from));
            case TRACK -> tracks.put(content.intNumber(block, 0), LearningBytes.readTrack(from));
            case CHECKS -> into.checks(LearningBytes.readChecks(from));
            case DETECTOR -> into.detector(LearningBytes.readDetector(from));
            case PIN -> into.pin(LearningBytes.readPin(from));
            case LINEAGE -> {
                into.origin(from.readLong());
                into.obeyed(from.readLong());
            }
            case KEPT -> kept.putAll(LearningBytes.readKept(from));
            case RESERVOIR -> into.addReservoir(content.number(block, 0), TaskReportCodec.readPoints(from));
            case ALARM -> into.addAfterAlarm(content.number(block, 0), TaskReportCodec.readPoints(from));
            case NEWEST -> into.addNewest(content.number(block, 0), TaskReportCodec.readPoints(from));
            case PARTITION -> into.progress(TaskReportCodec.readProgress(content.intNumber(block, 0), from));
            case OPEN -> into.addOpen(readOpen(block, from));
            case WINDOW -> into.addWindow(content.number(block, 0), StatisticsBytes.readPane(from));
            case RAW -> into.addRaw(content.number(block, 0), TaskReportCodec.readRawPoints(from.readInt(), from));
        }
        from.end();
    }

    private interface Writing<T> {
        void write(T value, ByteWriter to);
    }

    private static <T> boolean writeIfPresent(@Nullable T value, Writing<T> writing, ByteWriter to) {
        if (value == null) {
            return false;
        }
        writing.write(value, to);
        return true;
    }

    private static boolean writeLineage(LearnerState state, ByteWriter to) {
        to.writeLong(state.origin());
        to.writeLong(state.obeyed());
        return state.origin() != 0 || state.obeyed() != 0;
    }

    private static boolean writeTrack(List<Track> tracks, int index, ByteWriter to) {
        return writeIfPresent(index < tracks.size() ? tracks.get(index) : null, LearningBytes::write, to);
    }

    private static boolean writeCounters(Counters counters, ByteWriter to) {
        to.writeLong(counters.points());
        to.writeLong(counters.unlearned());
        to.writeLong(counters.late());
        to.writeLong(counters.folds());
        to.writeLong(counters.sequence());
        to.writeLong(counters.nextCluster());
        to.writeLong(counters.foldedPane());
        to.writeDouble(counters.learnedWeight());
        to.writeDouble(counters.stepOffset());
        to.writeDouble(counters.effectivePoints());
        to.writeDouble(counters.prequentialLogLikelihood());
        to.writeDouble(counters.prequentialWeight());
        to.writeLong(counters.eventTime());
        return true;
    }

    private static Counters readCounters(ByteReader from) {
        return new Counters(
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readDouble(),
                from.readDouble(),
                from.readDouble(),
                from.readDouble(),
                from.readDouble(),
                from.readLong());
    }

    private static void writePrior(Prior prior, ByteWriter to) {
        to.writeByte(
                switch (prior.kind()) {
                    case MAP -> 1;
                    case NONE -> 2;
                });
        to.writeInt(prior.mean().length);
        to.writeDoubles(prior.mean());
        to.writeDoubles(prior.variance());
    }

    private static Prior readPrior(ByteReader from) {
        int at = from.position();
        int code = from.readByte();
        Prior.Kind kind = switch (code) {
            case 1 -> Prior.Kind.MAP;
            case 2 -> Prior.Kind.NONE;
            default -> throw from.malformed(at, "kind of prior is " + code + ", must be 1 or 2");
        };
        int dimension = from.readCount("features", 1, 2L * Double.BYTES);
        return new Prior(kind, from.readDoubles(dimension), from.readDoubles(dimension));
    }

    private static void writeRaw(TaskReport.RawPoints raw, ByteWriter to) {
        to.writeInt(raw.partition());
        TaskReportCodec.writeRawPoints(raw, to);
    }

    private static PaneKey paneKey(String block) {
        return new PaneKey(Content.OPEN.number(block, 0), Content.OPEN.intNumber(block, 1));
    }

    private static PaneStatistics readOpen(String block, ByteReader from) {
        int at = from.position();
        PaneStatistics pane = StatisticsBytes.readPane(from);
        if (!paneKey(block).equals(new PaneKey(pane.pane(), pane.layoutEpoch()))) {
            throw from.malformed(at, "pane " + pane.pane() + " of epoch " + pane.layoutEpoch() + " is under this name");
        }
        return pane;
    }
}
