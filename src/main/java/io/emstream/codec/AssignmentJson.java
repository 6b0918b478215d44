package io.emstream.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.emstream.codec.Assignment.Status;
import io.emstream.em.Responsibilities;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The records of the assignments topic, one line of JSON each:
 *
 * <pre>{@code
 * {"offset":120431,"model":42,"cluster":7,"responsibilities":{"7":0.93,"3":0.068},"outlier":0.002,
 *  "logDensity":-4.31,"tail":0.31,"status":"OK"}
 * {"offset":120432,"model":0,"cluster":null,"status":"NO_MODEL"}
 * }</pre>
 *
 * <p>Responsibilities fall; equal ones stand in the order of the components. The largest is always named, unless none are
 * wanted, when the field is left out. What part of the point belongs to none is its {@code outlier}, there if the model has
 * noise. Without an observed feature there is no {@code logDensity}; where {@code tail} is
 * {@code NaN} it is left out. Numbers have seven digits behind the point at most, small tails all of theirs. Fields may be
 * added later; readers skip those that they do not know.
 *
 * <p>A writer holds scratch space, so each thread has its own; a label costs no allocation but its bytes.
 */
public final class AssignmentJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final ResponsibilityDetail detail;
    private final JsonLine line = new JsonLine();
    private final ResponsibilityOrder order;

    /** Writes assignments with so many responsibilities. */
    public AssignmentJson(ResponsibilityDetail detail) {
        this.detail = detail;
        this.order = new ResponsibilityOrder(detail);
    }

    /**
     * The assignment of a point.
     *
     * @param offset the point's own
     * @param model under whose mixture the responsibilities are
     * @param tail of the squared distance from the most responsible cluster; {@code NaN} if there is none
     */
    public byte[] encode(long offset, Model model, Responsibilities responsibilities, double tail, Status status) {
        Mixture mixture = responsibilities.mixture().mixture();
        line.clear();
        line.text("{\"offset\":").number(offset).text(",\"model\":").number(model.version());
        line.text(",\"cluster\":").number(mixture.cluster(responsibilities.component()));
        if (detail.most() > 0) {
            writeResponsibilities(mixture, responsibilities);
        }
        if (mixture.noise() != null) {
            line.text(",\"outlier\":").decimal(responsibilities.outlier());
        }
        if (responsibilities.observed() > 0) {
            line.text(",\"logDensity\":").decimal(responsibilities.logDensity());
        }
        if (!Double.isNaN(tail)) {
            line.text(",\"tail\":").probability(tail);
        }
        return end(status);
    }

    /** The assignment of a point that met no model. */
    public byte[] encodeWithoutModel(long offset) {
        line.clear();
        line.text("{\"offset\":").number(offset).text(",\"model\":0,\"cluster\":null");
        return end(Status.NO_MODEL);
    }

    private byte[] end(Status status) {
        return line.text(",\"status\":\"").text(status.name()).text("\"}").toBytes();
    }

    private void writeResponsibilities(Mixture mixture, Responsibilities responsibilities) {
        int named = order.rank(responsibilities.values(), responsibilities.component());
        line.text(",\"responsibilities\":{");
        for (int i = 0; i < named; i++) {
            line.text(i == 0 ? "\"" : ",\"").number(mixture.cluster(order.component(i)));
            line.text("\":").decimal(responsibilities.value(order.component(i)));
        }
        line.text('}');
    }

    /** An assignment as it stands, with all responsibilities that it has. */
    public static byte[] encode(Assignment assignment) {
        JsonLine line = new JsonLine();
        line.text("{\"offset\":")
                .number(assignment.offset())
                .text(",\"model\":")
                .number(assignment.model());
        Long cluster = assignment.cluster();
        if (cluster == null) {
            line.text(",\"cluster\":null");
        } else {
            line.text(",\"cluster\":").number(cluster);
        }
        if (!assignment.responsibilities().isEmpty()) {
            char before = '{';
            line.text(",\"responsibilities\":");
            for (Map.Entry<Long, Double> each : assignment.responsibilities().entrySet()) {
                line.text(before).text('"').number(each.getKey()).text("\":").decimal(each.getValue());
                before = ',';
            }
            line.text('}');
        }
        if (!Double.isNaN(assignment.outlier())) {
            line.text(",\"outlier\":").decimal(assignment.outlier());
        }
        if (!Double.isNaN(assignment.logDensity())) {
            line.text(",\"logDensity\":").decimal(assignment.logDensity());
        }
        if (!Double.isNaN(assignment.tail())) {
            line.text(",\"tail\":").probability(assignment.tail());
        }
        return line.text(",\"status\":\"")
                .text(assignment.status().name())
                .text("\"}")
                .toBytes();
    }

    /**
     * The assignment in a record.
     *
     * @throws IllegalArgumentException if there is none, saying what is wrong
     */
    public static Assignment decode(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("assignment is not a JSON object");
            }
            Assignment assignment = read(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("assignment is followed by something else");
            }
            return assignment;
        } catch (IOException broken) {
            throw new IllegalArgumentException(
                    "assignment is not as it must be: " + Excerpt.ofSentence(String.valueOf(broken.getMessage())),
                    broken);
        }
    }

    private static Assignment read(JsonParser parser) throws IOException {
        long offset = -1;
        long model = -1;
        Long cluster = null;
        Map<Long, Double> responsibilities = Map.of();
        double outlier = Double.NaN;
        double logDensity = Double.NaN;
        double tail = Double.NaN;
        Status status = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "offset" -> offset = parser.getLongValue();
                case "model" -> model = parser.getLongValue();
                case "cluster" -> cluster = parser.getLongValue();
                case "responsibilities" -> responsibilities = readResponsibilities(parser);
                case "outlier" -> outlier = parser.getDoubleValue();
                case "logDensity" -> logDensity = parser.getDoubleValue();
                case "tail" -> tail = parser.getDoubleValue();
                case "status" -> status = readStatus(parser.getText());
                default -> parser.skipChildren();
            }
        }
        if (offset < 0 || model < 0 || status == null) {
            throw new IllegalArgumentException("assignment must have an offset, a model and a status");
        }
        return new Assignment(offset, model, cluster, responsibilities, outlier, logDensity, tail, status);
    }

    private static Map<Long, Double> readResponsibilities(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new IllegalArgumentException(
                    "assignment has responsibilities " + Excerpt.of(parser.getText()) + ", must be an object");
        }
        Map<Long, Double> responsibilities = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            responsibilities.put(readCluster(name), parser.getDoubleValue());
        }
        return Collections.unmodifiableMap(responsibilities);
    }

    private static Long readCluster(String name) {
        try {
            return Long.valueOf(name);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(
                    "assignment has a responsibility of " + Excerpt.quoted(name) + ", must be of a cluster's id",
                    notOne);
        }
    }

    private static Status readStatus(String name) {
        for (Status status : Status.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("assignment has status " + Excerpt.quoted(name) + ", must be one of "
                + Arrays.toString(Status.values()));
    }
}
