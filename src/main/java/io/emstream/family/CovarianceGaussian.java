package io.emstream.family;

import io.emstream.statistics.ScatterLayout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Gaussians with covariances between features have in common, whether each has its own or all share one. */
interface CovarianceGaussian extends Family {
    @Override
    default ScatterLayout scatter() {
        return ScatterLayout.FULL;
    }

    @Override
    default Support support() {
        return Support.NUMBERS;
    }

    @Override
    default Kernel compile(List<Component> components) {
        return new GaussianKernel(components);
    }

    @Override
    default Component component(Map<String, Parameter> parameters, int dimension) {
        return new GaussianComponent(
                Parameters.mean(parameters, dimension), Parameters.covariance(parameters, dimension));
    }

    @Override
    default double distance(Component one, Component other) {
        Covariance first = ((GaussianComponent) one).covariance();
        Covariance second = ((GaussianComponent) other).covariance();
        int dimension = one.dimension();
        double[] average = first.elements().clone();
        for (int i = 0; i < average.length; i++) {
            average[i] = 0.5 * (average[i] + second.elements()[i]);
        }
        double[] difference = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            difference[j] = one.mean(j) - other.mean(j);
        }
        return Covariance.repaired(dimension, average)
                .map(covariance -> Gaussian.bhattacharyya(
                        covariance.squaredLength(difference),
                        covariance.logDeterminant(dimension),
                        first.logDeterminant(dimension),
                        second.logDeterminant(dimension)))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The two share the new covariance with nobody, also where a family has one for all. */
    @Override
    default Component merged(double wi, Component ci, double wj, Component cj) {
        Covariance first = ((GaussianComponent) ci).covariance();
        Covariance second = ((GaussianComponent) cj).covariance();
        double share = wj / (wi + wj);
        double between = share * (1 - share);
        double[] elements = new double[first.elements().length];
        int at = 0;
        for (int row = 0; row < ci.dimension(); row++) {
            double difference = between * (cj.mean(row) - ci.mean(row));
            for (int column = 0; column <= row; column++, at++) {
                elements[at] = (1 - share) * first.elements()[at]
                        + share * second.elements()[at]
                        + difference * (cj.mean(column) - ci.mean(column));
            }
        }
        Covariance covariance = Covariance.repaired(ci.dimension(), elements).orElse(wi >= wj ? first : second);
        return new GaussianComponent(Means.merged(wi, ci, wj, cj), covariance);
    }

    @Override
    default double mergeCost(double wi, Component ci, double wj, Component cj) {
        Component merged = merged(wi, ci, wj, cj);
        return Gaussian.mergeCost(wi, logDeterminant(ci), wj, logDeterminant(cj), logDeterminant(merged));
    }

    private static double logDeterminant(Component component) {
        return ((GaussianComponent) component).covariance().logDeterminant(component.dimension());
    }

    /** The covariance before, or if there is none balls that fill the background. */
    static Covariance fallback(@Nullable Component previous, Shrinkage shrinkage) {
        return previous == null
                ? Covariance.diagonal(shrinkage.backgrounds())
                : ((GaussianComponent) previous).covariance();
    }

    /** The packed covariance with this packed scatter and weight. */
    static double[] shrunk(double[] scatter, double weight, int dimension, Shrinkage shrinkage) {
        double[] elements = new double[scatter.length];
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++, at++) {
                elements[at] = shrinkage.covariance(scatter[at], weight);
            }
            elements[at] = shrinkage.variance(i, scatter[at], weight);
            at++;
        }
        return elements;
    }
}
