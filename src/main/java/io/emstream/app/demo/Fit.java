package io.emstream.app.demo;

import io.emstream.em.Expectation;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How well a model fits, stated against what the points came from.
 *
 * @param meanLogLikelihood of the model on points that it has not seen, or on all that there are
 * @param reference the same of the truth; empty for real data
 * @param farthestCentre the largest distance of a true centre from the nearest learned one; empty for real data
 */
record Fit(double meanLogLikelihood, Optional<Double> reference, Optional<Double> farthestCentre) {
    private static final int SAMPLE = 4000;

    /** The fit of a mixture about the point with this number. */
    static Fit of(Mixture mixture, Scenario.Source source, long number, RandomGenerator random) {
        List<Point> population = source.population();
        List<Point> sample = population.isEmpty() ? drawn(source, number, random) : population;
        double mean = Expectation.statistics(mixture, sample).meanLogLikelihood();
        Optional<Mixture> truth = source.truth(number);
        return new Fit(
                mean,
                truth.map(known -> Expectation.statistics(known, sample).meanLogLikelihood()),
                truth.map(known -> farthestCentre(known, mixture)));
    }

    private static List<Point> drawn(Scenario.Source source, long number, RandomGenerator random) {
        List<Point> sample = new ArrayList<>(SAMPLE);
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(source.point(number, random));
        }
        return sample;
    }

    private static double farthestCentre(Mixture truth, Mixture mixture) {
        double farthest = 0;
        for (int k = 0; k < truth.size(); k++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int l = 0; l < mixture.size(); l++) {
                nearest = Math.min(nearest, distance(truth, k, mixture, l));
            }
            farthest = Math.max(farthest, nearest);
        }
        return farthest;
    }

    private static double distance(Mixture one, int k, Mixture other, int l) {
        double squares = 0;
        for (int j = 0; j < one.dimension(); j++) {
            double difference = one.component(k).mean(j) - other.component(l).mean(j);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
