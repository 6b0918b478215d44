package io.emstream.app.bench;

import io.emstream.app.bench.Worker.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the turns of one workload come to: medians over the rounds, and ratios of turns of the same round, which a machine that
 * is busier at times disturbs least.
 */
public final class Figures {
    private final Workload workload;
    private final Comparison.Turns turns;

    /** The figures of these turns. */
    public Figures(Workload workload, Comparison.Turns turns) {
        this.workload = workload;
        this.turns = turns;
    }

    /**
     * A median with the least and the greatest.
     *
     * @param median over rounds
     * @param least of the rounds
     * @param greatest of the rounds
     */
    public record Spread(double median, double least, double greatest) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Of what this is. */
    public Workload workload() {
        return workload;
    }

    /** Who took part. */
    public List<Role> roles() {
        return List.copyOf(turns.counted().keySet());
    }

    /** Something of every turn of a contender. */
    public Spread of(Role role, ToDoubleFunction<Round> what) {
        return Spread.of(turnsOf(role).stream().mapToDouble(what).toArray());
    }

    /** Something of a contender divided by the same of another one in the same round. */
    public Spread ratio(Role role, Role to, ToDoubleFunction<Round> what) {
        List<Round> ones = turnsOf(role);
        List<Round> others = turnsOf(to);
        return Spread.of(IntStream.range(0, ones.size())
                .mapToDouble(i -> what.applyAsDouble(ones.get(i)) / what.applyAsDouble(others.get(i)))
                .toArray());
    }

    private List<Round> turnsOf(Role role) {
        return turns.counted().getOrDefault(role, List.of());
    }

    /** Microseconds a record by what emstream did in them, of the thread that processes records and of others. */
    public Map<String, Double> bill() {
        Round billed = turns.billed();
        Map<String, Double> bill = new TreeMap<>();
        double micros = 1e6 / billed.records();
        billed.bill().forEach((part, seconds) -> bill.put(part, seconds * micros));
        Map<String, Double> ordered = new LinkedHashMap<>();
        for (String part : List.of(
                "fetch",
                "decode",
                "E-step",
                "accumulate",
                "encode",
                "assign",
                "produce",
                "framework",
                "commit",
                Bill.NATIVE)) {
            ordered.put(part, bill.getOrDefault(part, 0.0));
        }
        ordered.put("sending", billed.producerSeconds() * micros);
        ordered.put("checks", billed.learnerSeconds() * micros);
        ordered.put("compiling", billed.compileSeconds() * micros);
        ordered.put(
                "other threads",
                (billed.cpuSeconds()
                                - billed.streamSeconds()
                                - billed.producerSeconds()
                                - billed.learnerSeconds()
                                - billed.compileSeconds())
                        * micros);
        return ordered;
    }

    /** All of it, as JSON has it. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("workload", workload);
        map.put("passThroughPerSecond", of(Role.PASS_THROUGH, Round::perSecond).median());
        map.put("emstreamPerSecond", of(Role.EMSTREAM, Round::perSecond).median());
        map.put(
                "ratio",
                ratio(Role.EMSTREAM, Role.PASS_THROUGH, Round::perSecond).median());
        for (Role role : roles()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("perSecond", of(role, Round::perSecond));
            one.put("cpuMicros", of(role, Round::cpuMicros));
            one.put("allocatedBytes", of(role, turn -> turn.allocated() / turn.records()));
            one.put("residentBytes", of(role, Round::resident).greatest());
            if (role != Role.EMSTREAM) {
                one.put("emstreamToThisPerSecond", ratio(Role.EMSTREAM, role, Round::perSecond));
                one.put("thisToEmstreamCpu", ratio(role, Role.EMSTREAM, Round::cpuMicros));
            }
            map.put(role.toString(), one);
        }
        map.put("billMicros", bill());
        return map;
    }
}
