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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private static final byte[] OFFSET = ascii("{\"offset\":");
    private static final byte[] OUTLIER = ascii(",\"outlier\":");
    private static final byte[] LOG_DENSITY = ascii(",\"logDensity\":");
    private static final byte[] TAIL = ascii(",\"tail\":");
    private static final byte[] OK = ending(Status.OK);

    private final ResponsibilityDetail detail;
    private final JsonLine line = new JsonLine();
    private final ResponsibilityOrder order;
    private @Nullable Phrases phrases;

    /** What the labels by one model have in common, written once. */
    private static final class Phrases {
        private final Model model;
        /** From behind the offset to the responsibilities, by the component that the cluster belongs to. */
        private final byte[][] heads;
        /** The name of a component, in front of its responsibility. */
        private final byte[][] names;

        Phrases(Model model, boolean hasResponsibilities) {
            Mixture mixture = model.mixture();
            this.model = model;
            this.heads = new byte[mixture.size()][];
            this.names = new byte[mixture.size()][];
            for (int k = 0; k < names.length; k++) {
                long cluster = mixture.cluster(k);
                heads[k] = ascii(",\"model\":" + model.version() + ",\"cluster\":" + cluster
                        + (hasResponsibilities ? ",\"responsibilities\":{" : ""));
                names[k] = ascii("\"" + cluster + "\":");
            }
        }
    }

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
        Phrases known = phrases(model);
        line.clear();
        line.text(OFFSET).number(offset).text(known.heads[responsibilities.component()]);
        if (detail.most() > 0) {
            writeResponsibilities(known.names, responsibilities);
        }
        if (model.mixture().noise() != null) {
            line.text(OUTLIER).decimal(responsibilities.outlier());
        }
        if (responsibilities.observed() > 0) {
            line.text(LOG_DENSITY).decimal(responsibilities.logDensity());
        }
        if (!Double.isNaN(tail)) {
            line.text(TAIL).probability(tail);
        }
        return end(status);
    }

    // To compare what models consist of would cost more than to write the phrases of an equal one again.
    @SuppressWarnings("ReferenceEquality")
    private Phrases phrases(Model model) {
        Phrases known = phrases;
        if (known == null || known.model != model) {
            known = new Phrases(model, detail.most() > 0);
            phrases = known;
        }
        return known;
    }

    /** The assignment of a point that met no model. */
    public byte[] encodeWithoutModel(long offset) {
        line.clear();
        line.text("{\"offset\":").number(offset).text(",\"model\":0,\"cluster\":null");
        return end(Status.NO_MODEL);
    }

    private byte[] end(Status status) {
        return line.text(status == Status.OK ? OK : ending(status)).toBytes();
    }

    private static byte[] ending(Status status) {
        return ascii(",\"status\":\"" + status.name() + "\"}");
    }

    private void writeResponsibilities(byte[][] names, Responsibilities responsibilities) {
        int named = order.rank(responsibilities.values(), responsibilities.component());
        for (int i = 0; i < named; i++) {
            int k = order.component(i);
            if (i > 0) {
                line.text(',');
            }
            line.text(names[k]).decimal(responsibilities.value(k));
        }
        line.text('}');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
