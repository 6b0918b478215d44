package io.emstream.family;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;

/** Components whose parameters are a little beside those of others, and still within their range. */
final class Perturbation {
    private Perturbation() {}

    /** Moves every parameter by about a step, relative to its size or spread; what components share they still share. */
    static List<Component> of(Family family, List<Component> components, double step, Random random) {
        int dimension = components.get(0).dimension();
        DMatrixRMaj shear = RandomMatrices_DDRM.rectangle(dimension, dimension, -step, step, random);
        CommonOps_DDRM.addEquals(shear, CommonOps_DDRM.identity(dimension));
        return components.stream()
                .map(component -> {
                    Map<String, Parameter> moved = component.parameters().stream()
                            .map(parameter -> moved(parameter, component, shear, step, random))
                            .collect(Collectors.toMap(Parameter::name, parameter -> parameter));
                    return family.component(moved, dimension);
                })
                .toList();
    }

    private static Parameter moved(
            Parameter parameter, Component component, DMatrixRMaj shear, double step, Random random) {
        double[] values = parameter.values().clone();
        for (int i = 0; i < values.length && parameter.shape() != Parameter.Shape.MATRIX; i++) {
            double by = step * random.nextGaussian();
            values[i] = switch (parameter.name()) {
                case "mean" -> values[i] + by * (component.variance(i) > 0 ? Math.sqrt(component.variance(i)) : 1);
                case "probabilities" -> 1 / (1 + Math.exp(-by) * (1 - values[i]) / values[i]);
                default -> values[i] * Math.exp(by);
            };
        }
        return switch (parameter.shape()) {
            case SCALAR -> Parameter.scalar(parameter.name(), values[0]);
            case VECTOR -> Parameter.vector(parameter.name(), values);
            case MATRIX -> {
                int dimension = component.dimension();
                DMatrixRMaj half = new DMatrixRMaj(dimension, dimension);
                DMatrixRMaj sheared = new DMatrixRMaj(dimension, dimension);
                CommonOps_DDRM.mult(shear, DMatrixRMaj.wrap(dimension, dimension, values), half);
                CommonOps_DDRM.multTransB(half, shear, sheared);
                yield Parameter.matrix(parameter.name(), sheared.data);
            }
        };
    }
}
