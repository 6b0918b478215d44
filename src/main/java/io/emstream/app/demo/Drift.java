package io.emstream.app.demo;

import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.mixture.Mixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Clusters that turn, come, part, join and go, over and over. What happens comes by number of points and not by time, so that
 * the same happens at every rate; at 2000 a second the first minute has a birth, a split and a merger.
 *
 * <pre>{@code
 * point   0     15 000     35 000     60 000     100 000     150 000
 *         |        |          |          |           |           |
 *         three    a fourth   one of     its parts   the fourth  again
 *         turn     is born    them parts join        is gone
 * }</pre>
 */
final class Drift {
    /** From one beginning to the next. */
    static final long CYCLE = 150_000;

    static final long BIRTH = 15_000;
    static final long SPLIT = 35_000;
    static final long MERGER = 60_000;
    static final long DEATH = 100_000;

    /** So long two parts are on their way. */
    private static final long ON_THE_WAY = 2_000;
    /** How far either part goes, in standard deviations of the cluster. */
    private static final double FARTHEST = 2.5;

    private static final long TURN = 600_000;

    /** Far apart, so that the fourth is no part of a neighbour that has stretched out to it before the alarm is answered. */
    private static final double[][] CENTRES = {{0, 9}, {-8.5, -6}, {8.5, -6}};

    private static final double[] WEIGHTS = {0.4, 0.35, 0.25};
    private static final double WEIGHT_OF_THE_FOURTH = 0.3;

    private Drift() {}

    static Scenario scenario() {
        return new Scenario(
                "drift",
                "clusters that turn about the origin, while one is born, one parts, its parts join, and one goes",
                Scenarios.XY,
                Scenarios.GAUSSIAN,
                CENTRES.length,
                "",
                // Folds wait for checks, so that what is told of the stream does not hang on how busy the machine is.
                Map.of("clusters", "auto:1..10", "pane.interval", "PT0.5S", "learner.wait", "on"),
                new Scenarios.FromTruth(Drift::truth));
    }

    /** Where the points about this number come from. */
    static Mixture truth(long number) {
        long within = number % CYCLE;
        Family family = Families.parse(Scenarios.GAUSSIAN);
        double angle = 2 * Math.PI * number / TURN;
        double[] across = turned(1, 0, angle);
        List<Component> components = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int k = 0; k < CENTRES.length; k++) {
            double[] centre = turned(CENTRES[k][0], CENTRES[k][1], angle);
            double apart = k == 0 ? apart(within) : 0;
            double[] sides = apart > 0 ? new double[] {-apart, apart} : new double[] {0};
            for (double side : sides) {
                components.add(Scenarios.gaussian(
                        family, centre[0] + side * across[0], centre[1] + side * across[1], 1, 0, 1));
                weights.add(WEIGHTS[k] / sides.length);
            }
        }
        if (within >= BIRTH && within < DEATH) {
            components.add(Scenarios.gaussian(family, 0, 0, 0.5, 0.2, 0.5));
            weights.add(WEIGHT_OF_THE_FOURTH);
        }
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        return Scenarios.mixture(
                family,
                components,
                weights.stream().mapToDouble(weight -> weight / sum).toArray());
    }

    /** How far either part of the first cluster is from its middle. */
    private static double apart(long within) {
        double gone = Math.min(1, Math.max(0, (double) (within - SPLIT) / ON_THE_WAY));
        double back = Math.min(1, Math.max(0, (double) (within - MERGER) / ON_THE_WAY));
        return FARTHEST * (gone - back);
    }

    private static double[] turned(double x, double y, double angle) {
        return new double[] {x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)};
    }
}
