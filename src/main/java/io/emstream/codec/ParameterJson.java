package io.emstream.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.emstream.family.Parameter;
import java.io.IOException;

/** The parameters of a component in {@link ModelJson}: a number, a list of numbers, or a matrix as a list of rows. */
final class ParameterJson {
    private ParameterJson() {}

    /** Writes the value, not the name. */
    static void write(Parameter parameter, JsonGenerator to) throws IOException {
        double[] values = parameter.values();
        switch (parameter.shape()) {
            case SCALAR -> to.writeNumber(values[0]);
            case VECTOR -> to.writeArray(values, 0, values.length);
            case MATRIX -> {
                int rows = (int) Math.sqrt(values.length);
                to.writeStartArray();
                for (int row = 0; row < rows; row++) {
                    to.writeArray(values, row * rows, rows);
                }
                to.writeEndArray();
            }
        }
    }

    /**
     * The parameter of this name and value.
     *
     * @throws IllegalArgumentException if the value is none, saying what it must be but not where it is
     */
    static Parameter read(String name, JsonNode value) {
        if (value.isNumber()) {
            return Parameter.scalar(name, number(value));
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException(
                    "is " + JsonDocument.shown(value) + ", must be a number, a list or a matrix");
        }
        return value.path(0).isArray() ? matrix(name, value) : Parameter.vector(name, numbers(value));
    }

    private static Parameter matrix(String name, JsonNode rows) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).size() != rows.size()) {
                throw new IllegalArgumentException(
                        "row " + (row + 1) + " has " + rows.get(row).size() + " numbers, must have " + rows.size());
            }
        }
        double[] values = new double[rows.size() * rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(numbers(rows.get(row)), 0, values, row * rows.size(), rows.size());
        }
        return Parameter.matrix(name, values);
    }

    private static double[] numbers(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(list.get(i));
        }
        return values;
    }

    private static double number(JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("has " + JsonDocument.shown(value) + ", must have finite numbers");
        }
        return value.doubleValue();
    }
}
