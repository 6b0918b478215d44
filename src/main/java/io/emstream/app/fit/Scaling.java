package io.emstream.app.fit;

import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Units in which features are learned: z = (x − centre) / scale, so that none counts more than another because it is
 * measured in smaller units. Models leave in the data's own units.
 */
public final class Scaling {
    private final double[] centre;
    private final double[] scale;
    private final boolean isNone;
    private final double[] logScale;

    private Scaling(double[] centre, double[] scale) {
        this.centre = centre;
        this.scale = scale;
        this.isNone = Arrays.stream(scale).allMatch(size -> size == 1)
                && Arrays.stream(centre).allMatch(origin -> origin == 0);
        this.logScale = Arrays.stream(scale).map(Math::log).toArray();
    }

    /** The data's own units. */
    public static Scaling none(int dimension) {
        double[] scale = new double[dimension];
        Arrays.fill(scale, 1);
        return new Scaling(new double[dimension], scale);
    }

    /** Units of this size; the array is taken over. */
    static Scaling by(double[] scale) {
        return new Scaling(new double[scale.length], scale);
    }

    /** Units in which every feature of these points has mean 0 and standard deviation 1; a constant keeps its size. */
    public static Scaling standard(List<Point> points, int dimension) {
        double[] weight = new double[dimension];
        double[] mean = new double[dimension];
        double[] squares = new double[dimension];
        for (Point point : points) {
            for (int j = 0; j < dimension; j++) {
                double x = point.values()[j];
                if (!Double.isNaN(x) && point.weight() > 0) {
                    weight[j] += point.weight();
                    double difference = x - mean[j];
                    mean[j] += point.weight() / weight[j] * difference;
                    squares[j] += point.weight() * difference * (x - mean[j]);
                }
            }
        }
        double[] scale = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            double deviation = weight[j] > 0 ? Math.sqrt(squares[j] / weight[j]) : 0;
            scale[j] = deviation > 1e-14 * Math.abs(mean[j]) ? deviation : 1;
        }
        return new Scaling(mean, scale);
    }

    /** Whether these are the data's own units. */
    public boolean isNone() {
        return isNone;
    }

    /** The size of the units; a copy. */
    double[] sizes() {
        return scale.clone();
    }

    /** The point in these units. */
    public Point scaled(Point point) {
        if (isNone()) {
            return point;
        }
        double[] values = new double[scale.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = (point.values()[j] - centre[j]) / scale[j];
        }
        return new Point(values, point.weight(), point.timestamp());
    }

    /** What is added to a log-density in these units to make it one in the data's own. */
    double logJacobian(Family family, Point point) {
        if (isNone || family.assignment() == Family.Assignment.HARD) {
            return 0;
        }
        double sum = 0;
        for (int j = 0; j < scale.length; j++) {
            if (!Double.isNaN(point.values()[j])) {
                sum -= logScale[j];
            }
        }
        return sum;
    }

    /** The mixture of hard assignment that does in these units what this one says in the data's own. */
    public Mixture scaled(Mixture mixture) {
        List<Component> components = mixture.components().stream()
                .map(component -> mixture.family()
                        .component(Map.of("mean", Parameter.vector("mean", scaled(mean(component)))), scale.length))
                .toList();
        return new Mixture(mixture.family(), mixture.weights(), components, mixture.clusters());
    }

    private double[] scaled(double[] mean) {
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (mean[j] - centre[j]) / scale[j];
        }
        return mean;
    }

    /**
     * The mixture of these units in the data's own. A ball in these units is an ellipsoid along the axes in the data's own:
     * a spherical Gaussian becomes a diagonal one.
     */
    Mixture unscaled(Mixture mixture) {
        if (isNone()) {
            return mixture;
        }
        Family family = mixture.family();
        Family own = family.name().equals("gaussian-spherical") ? Families.parse("gaussian-diag") : family;
        List<Component> components = mixture.components().stream()
                .map(component -> unscaled(own, component))
                .toList();
        return new Mixture(own, mixture.weights(), components, mixture.clusters(), unscaled(mixture.noise()));
    }

    private @Nullable Noise unscaled(@Nullable Noise noise) {
        if (noise == null) {
            return null;
        }
        double[] widths = new double[scale.length];
        for (int j = 0; j < widths.length; j++) {
            widths[j] = scale[j] * noise.widths()[j];
        }
        return new Noise(noise.weight(), widths);
    }

    private Component unscaled(Family own, Component component) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Parameter parameter : component.parameters()) {
            switch (parameter.name()) {
                case "mean" -> parameters.put("mean", Parameter.vector("mean", unscaled(mean(component))));
                case "variance", "variances" ->
                    parameters.put("variances", Parameter.vector("variances", variances(component)));
                case "covariance" ->
                    parameters.put("covariance", Parameter.matrix("covariance", covariance(parameter.values())));
                default -> throw new IllegalArgumentException(parameter.name() + " has no units");
            }
        }
        return own.component(parameters, scale.length);
    }

    private double[] unscaled(double[] mean) {
        for (int j = 0; j < mean.length; j++) {
            mean[j] = centre[j] + scale[j] * mean[j];
        }
        return mean;
    }

    private double[] variances(Component component) {
        double[] variances = new double[scale.length];
        for (int j = 0; j < variances.length; j++) {
            variances[j] = scale[j] * scale[j] * component.variance(j);
        }
        return variances;
    }

    private double[] covariance(double[] rows) {
        double[] unscaled = new double[rows.length];
        int dimension = scale.length;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                unscaled[i * dimension + j] = scale[i] * scale[j] * rows[i * dimension + j];
            }
        }
        return unscaled;
    }

    private static double[] mean(Component component) {
        double[] mean = new double[component.dimension()];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = component.mean(j);
        }
        return mean;
    }
}
