package io.emstream.app.demo;

import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The scenarios by name: one line each. */
public final class Scenarios {
    static final Features XY = new Features(List.of("x", "y"));
    static final String GAUSSIAN = "gaussian-full";
    private static final int FLIPS = 20;

    private static final List<Scenario> ALL =
            List.of(Drift.scenario(), faithful(), flights(), kmeans(), gmm(), coins());

    private Scenarios() {}

    /** All names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /**
     * The scenario of a name.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no scenario " + name + ", must be one of " + String.join(", ", names())));
    }

    private static Scenario faithful() {
        return new Scenario(
                "faithful",
                "the geyser Old Faithful: 272 eruptions and the waits before the next, drawn again and again",
                new Features(List.of("eruptions", "waiting")),
                GAUSSIAN,
                2,
                "",
                Map.of(),
                RealData.drawn("faithful.csv", 0));
    }

    private static Scenario flights() {
        return new Scenario(
                "flights",
                "60 000 domestic flights of 2001 in order of departure: delay, distance and hour of day",
                new Features(List.of("delay_minutes", "distance_miles", "hour")),
                GAUSSIAN,
                6,
                "",
                Map.of("max.ahead", "off"),
                RealData.inOrder("flights.csv.gz", 1));
    }

    private static Scenario kmeans() {
        return new Scenario(
                "kmeans",
                "two squares of uniform points, for k-means",
                XY,
                "kmeans",
                2,
                "",
                Map.of("step.exponent", "1"),
                new Squares());
    }

    private static Scenario gmm() {
        Family family = Families.parse(GAUSSIAN);
        Mixture truth = mixture(
                family,
                List.of(
                        gaussian(family, 0, 0, 1, 0.6, 1),
                        gaussian(family, 5, 1, 2, -0.9, 0.8),
                        gaussian(family, 1, 6, 0.3, 0, 1.5),
                        gaussian(family, 6, 6, 0.8, 0.5, 0.8)),
                0.35,
                0.3,
                0.2,
                0.15);
        return new Scenario(
                "gmm", "four elliptic clusters", XY, GAUSSIAN, 4, "", Map.of(), new FromTruth(number -> truth));
    }

    private static Scenario coins() {
        String name = "binomial:" + FLIPS;
        Family family = Families.parse(name);
        Mixture truth =
                mixture(family, List.of(coin(family, 0.2), coin(family, 0.5), coin(family, 0.85)), 0.3, 0.3, 0.4);
        return new Scenario(
                "coins",
                "three coins, one of which is drawn and flipped " + FLIPS + " times: the number of heads",
                new Features(List.of("heads")),
                name,
                3,
                "Single flips would not do: whatever coins they come from, one coin of the mean probability gives the"
                        + " same heads. K coins can be told apart from 2K - 1 flips a point on (Teicher 1963).",
                Map.of(),
                new FromTruth(number -> truth));
    }

    static Component gaussian(Family family, double x, double y, double xx, double xy, double yy) {
        return component(
                family,
                Parameter.vector("mean", new double[] {x, y}),
                Parameter.matrix("covariance", new double[] {xx, xy, xy, yy}));
    }

    private static Component coin(Family family, double probability) {
        return component(family, Parameter.vector("probabilities", new double[] {probability}));
    }

    private static Component component(Family family, Parameter... parameters) {
        int dimension = parameters[0].values().length;
        return family.component(
                List.of(parameters).stream().collect(Collectors.toMap(Parameter::name, parameter -> parameter)),
                dimension);
    }

    static Mixture mixture(Family family, List<Component> components, double... weights) {
        return new Mixture(
                family,
                weights,
                components,
                LongStream.rangeClosed(1, weights.length).toArray());
    }

    /** Points drawn from a mixture that may change. */
    record FromTruth(java.util.function.LongFunction<Mixture> mixtureAt) implements Scenario.Source {
        @Override
        public Point point(long number, RandomGenerator random) {
            Mixture truth = mixtureAt.apply(number);
            double[] values = new double[truth.dimension()];
            truth.sample(random, values);
            return Point.of(values);
        }

        @Override
        public Optional<Mixture> truth(long number) {
            return Optional.of(mixtureAt.apply(number));
        }
    }

    /** Uniform points on two unit squares, (0, 0) to (1, 1) and (2, 2) to (3, 3). */
    private static final class Squares implements Scenario.Source {
        @Override
        public Point point(long number, RandomGenerator random) {
            double corner = random.nextBoolean() ? 0 : 2;
            return Point.of(corner + random.nextDouble(), corner + random.nextDouble());
        }

        @Override
        public Optional<Mixture> truth(long number) {
            Family family = Families.parse("kmeans");
            return Optional.of(mixture(
                    family,
                    List.of(
                            component(family, Parameter.vector("mean", new double[] {0.5, 0.5})),
                            component(family, Parameter.vector("mean", new double[] {2.5, 2.5}))),
                    0.5,
                    0.5));
        }
    }
}
