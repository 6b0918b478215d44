package io.emstream.app.plot;

import io.emstream.family.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The curves of equal density of a component: 1, 2 and 3 standard deviations around its centre. */
final class Ellipses {
    private static final int TURNS = 72;
    private static final double[] OPACITIES = {1, 0.7, 0.45};

    private Ellipses() {}

    /** The curves, if the component has a spread. */
    static List<Shape> of(Component component, Plane plane, Axes axes, Paint colour) {
        List<Shape> shapes = new ArrayList<>();
        double[] covariance = plane.covariance(component);
        if (!(covariance[0] > 0)) {
            return shapes;
        }
        double[] centre = plane.centre(component);
        for (int sigmas = OPACITIES.length; sigmas >= 1; sigmas--) {
            boolean isInner = sigmas == 1;
            shapes.add(new Shape.Area(
                    curve(centre, covariance, sigmas, axes),
                    isInner ? colour.at(0.1) : Paint.NONE,
                    colour.at(OPACITIES[sigmas - 1]),
                    isInner ? 2 : 1.2));
        }
        return shapes;
    }

    /** The Cholesky factor of the covariance maps the unit circle to the ellipse. */
    private static List<Shape.Place> curve(double[] centre, double[] covariance, double sigmas, Axes axes) {
        double l11 = Math.sqrt(covariance[0]);
        double l21 = covariance[1] / l11;
        double l22 = Math.sqrt(Math.max(0, covariance[2] - l21 * l21));
        List<Shape.Place> places = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            double angle = 2 * Math.PI * turn / TURNS;
            double u = sigmas * Math.cos(angle);
            double v = sigmas * Math.sin(angle);
            places.add(axes.at(centre[0] + l11 * u, centre[1] + l21 * u + l22 * v));
        }
        return places;
    }

    /** What must be seen of a component along an axis: three standard deviations on either side. */
    static DoubleStream reach(Component component, Plane plane, int axis) {
        double centre = plane.centre(component)[axis];
        double reach = 3 * Math.sqrt(plane.covariance(component)[2 * axis]);
        return DoubleStream.of(centre - reach, centre + reach);
    }
}
