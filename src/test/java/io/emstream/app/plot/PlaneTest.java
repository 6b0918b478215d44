package io.emstream.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where points and components are seen. */
class PlaneTest {
    private static final Family FULL = Families.parse("gaussian-full");

    @Test
    void theFirstPrincipalAxisIsTheWidestWhateverTheUnits() {
        for (double unit : new double[] {1, 1e-3, 1e6}) {
            // Features 0 and 2 vary together, feature 1 by itself.
            double[] covariance = {1, 0, 0.9 * unit, 0, 1, 0, 0.9 * unit, 0, unit * unit};
            Model model = model(List.of(gaussian(new double[] {5, 5, 5 * unit}, covariance)));
            Plane plane = Plane.principal(model);
            assertThat(plane.names())
                    .containsExactly(
                            "principal axis 1 (63% of the variance)", "principal axis 2 (33% of the variance)");
            double[] along = plane.of(new double[] {1, 0, unit});
            double[] across = plane.of(new double[] {0, 1, 0});
            assertThat(along[0]).isCloseTo(Math.sqrt(2), within(1e-9));
            assertThat(along[1]).isCloseTo(0, within(1e-9));
            assertThat(across[0]).isCloseTo(0, within(1e-9));
            assertThat(across[1]).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void centresApartMakeAnAxisToo() {
        Model model = model(List.of(
                gaussian(new double[] {-9, -9}, new double[] {1, 0, 0, 1}),
                gaussian(new double[] {9, 9}, new double[] {1, 0, 0, 1})));
        Plane plane = Plane.principal(model);
        double distance = plane.centre(model.mixture().component(1))[0]
                - plane.centre(model.mixture().component(0))[0];
        assertThat(distance).isCloseTo(18 * 2 / Math.sqrt(2 * 82), within(1e-9));
    }

    @Test
    void valuesThatDoNotCountMayBeMissing() {
        Model model = model(List.of(gaussian(new double[] {0, 0, 0}, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1})));
        Plane plane = Plane.ofFeatures(model, 2, 0);
        assertThat(plane.of(new double[] {1, Double.NaN, 3})).containsExactly(3, 1);
        assertThat(plane.of(new double[] {Double.NaN, 1, 3})).containsExactly(3, Double.NaN);
    }

    @Test
    void anEllipseIsWhereThePointsAreSoManyStandardDeviationsAway() {
        double[] covariance = {4, 1.5, 1.5, 1};
        Component component = gaussian(new double[] {3, -2}, covariance);
        Plane plane = Plane.ofFeatures(model(List.of(component)), 0, 1);
        // An axis without turning over and stretching: pixels are values.
        Axes axes = new Axes(new Box(0, 0, 1, 1), new Range(0, 1), new Range(0, 1));
        List<Shape> curves = Ellipses.of(component, plane, axes, Paint.INK);
        assertThat(curves).hasSize(3);
        double determinant = 4 * 1 - 1.5 * 1.5;
        for (int i = 0; i < 3; i++) {
            double sigmas = 3 - i;
            for (Shape.Place place : ((Shape.Area) curves.get(i)).places()) {
                double x = place.x() - 3;
                double y = 1 - place.y() + 2;
                double squared = (x * x * 1 - 2 * x * y * 1.5 + y * y * 4) / determinant;
                assertThat(squared).isCloseTo(sigmas * sigmas, within(1e-9));
            }
        }
        Component centre =
                Families.parse("kmeans").component(Map.of("mean", Parameter.vector("mean", new double[] {3, -2})), 2);
        assertThat(Ellipses.of(centre, plane, axes, Paint.INK)).isEmpty();
    }

    static Component gaussian(double[] mean, double[] covariance) {
        return FULL.component(
                Map.of(
                        "mean", Parameter.vector("mean", mean),
                        "covariance", Parameter.matrix("covariance", covariance)),
                mean.length);
    }

    static Model model(List<Component> components) {
        return model(components, 1, -3);
    }

    static Model model(List<Component> components, long version, double likelihood) {
        int k = components.size();
        double[] weights = IntStream.range(0, k).mapToDouble(each -> 1.0 / k).toArray();
        long[] ids = IntStream.rangeClosed(1, k).mapToLong(each -> each).toArray();
        List<Model.Cluster> clusters = new ArrayList<>();
        components.forEach(each -> clusters.add(new Model.Cluster(1, 100)));
        return new Model(
                "m",
                version,
                version - 1,
                1,
                Features.ofDimension(components.get(0).dimension()),
                new Mixture(FULL, weights, components, ids),
                clusters,
                100L * k,
                100.0 * k,
                "none",
                version == 1 ? Double.NaN : likelihood,
                version == 1 ? Double.NaN : likelihood,
                0);
    }
}
