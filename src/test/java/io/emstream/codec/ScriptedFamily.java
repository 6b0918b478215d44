package io.emstream.codec;

import io.emstream.em.Responsibilities;
import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Kernel;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.family.Support;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A family under which a point has the responsibilities and the log-density that a test wants. */
final class ScriptedFamily implements Family {
    private final double[] responsibilities;
    private final double logDensity;

    ScriptedFamily(double[] responsibilities, double logDensity) {
        this.responsibilities = responsibilities;
        this.logDensity = logDensity;
    }

    /** The answer for a point; clusters are called 10, 20, 30, … */
    Responsibilities answer() {
        Component any = new AnyFamily.Kept(List.of(Parameter.vector("mean", new double[1])), 1);
        Mixture mixture = mixture(this, Collections.nCopies(responsibilities.length, any));
        Responsibilities answer = new Responsibilities(new CompiledMixture(mixture));
        if (!answer.of(Point.of(0))) {
            throw new IllegalStateException("no finite density in " + Arrays.toString(responsibilities));
        }
        // To the last bit, without what logarithm and exponential round.
        System.arraycopy(responsibilities, 0, answer.values(), 0, responsibilities.length);
        return answer;
    }

    /** A mixture of equal weights. */
    static Mixture mixture(Family family, List<Component> components) {
        int size = components.size();
        double[] weights = new double[size];
        Arrays.fill(weights, 1.0 / size);
        long[] clusters =
                LongStream.rangeClosed(1, size).map(number -> 10 * number).toArray();
        return new Mixture(family, weights, components, clusters);
    }

    @Override
    public Kernel compile(List<Component> components) {
        return new Kernel() {
            @Override
            public void logDensities(double[] x, double[] into) {
                for (int k = 0; k < into.length; k++) {
                    into[k] = logDensity + Math.log(responsibilities[k] * into.length);
                }
            }

            @Override
            public void logDensities(PointBlock block, double[][] into) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
                throw new UnsupportedOperationException();
            }

            @Override
            public double squaredDistance(double[] x, int component) {
                return Double.NaN;
            }
        };
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public ScatterLayout scatter() {
        return ScatterLayout.NONE;
    }

    @Override
    public Support support() {
        return Support.NUMBERS;
    }

    @Override
    public int parameters(int clusters, int dimension) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Component component(Map<String, Parameter> parameters, int dimension) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double distance(Component one, Component other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Component merged(double wi, Component ci, double wj, Component cj) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double mergeCost(double wi, Component ci, double wj, Component cj) {
        throw new UnsupportedOperationException();
    }
}
