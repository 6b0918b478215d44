package io.emstream.codec;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Kernel;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.family.Support;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A family that keeps whatever parameters it is given, so that formats can be tried with every shape of them; a mean of the
 * right length is all that it asks for.
 */
record AnyFamily(String name) implements Family {

    /** Any name that starts with "any". */
    static Family parse(String name) {
        if (!name.startsWith("any")) {
            throw new IllegalArgumentException(name + " is no family, must be any");
        }
        return new AnyFamily(name);
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
        return clusters * dimension;
    }

    @Override
    public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Kernel compile(List<Component> components) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Component component(Map<String, Parameter> parameters, int dimension) {
        Parameter mean = parameters.get("mean");
        if (mean == null || mean.shape() != Parameter.Shape.VECTOR || mean.values().length != dimension) {
            throw new IllegalArgumentException("mean must be " + dimension + " numbers");
        }
        return new Kept(List.copyOf(parameters.values()), dimension);
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

    /** A component that is its parameters. */
    record Kept(List<Parameter> parameters, int dimension) implements Component {
        @Override
        public double mean(int feature) {
            return parameters.get(0).values()[feature];
        }

        @Override
        public double variance(int feature) {
            return 0;
        }

        @Override
        public double[] contributions(double[] x) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sample(RandomGenerator random, double[] into) {
            throw new UnsupportedOperationException();
        }
    }
}
