package io.emstream.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of the models topic and the files of models: self-describing JSON, enough to score with in any language.
 *
 * <pre>{@code
 * {"schema":1,"name":"flights","version":42,"parent":41,"layoutEpoch":3,
 *  "family":"gaussian-full","dimension":2,"features":["delay","distance"],
 *  "components":[
 *    {"id":7,"weight":0.75,"mean":[0.1,2.0],"covariance":[[2.0,0.5],[0.5,1.0]],"born":1,"effectivePoints":1234.5},…],
 *  "noise":{"weight":0.01,"widths":[4.0,25.0],"logDensity":-9.6},
 *  "points":60000,"effectivePoints":1999.9,"forgetting":"points:2000",
 *  "foldMeanLogLikelihood":null,"prequentialMeanLogLikelihood":-8.6796,"eventTime":"2001-01-01T00:01:00Z"}
 * }</pre>
 *
 * <p>Between {@code weight} and {@code born} stand the parameters that the family has: a number, a list, or a matrix as a
 * list of rows. Beside the components a model may have {@code noise} ({@link Noise}), for outliers: the {@code logDensity}
 * of a complete point is written for readers that score; of a point with missing values it is 5 less than 0, less the logarithm
 * of the width of each observed feature. The weights of components and noise sum to 1. Numbers are in full precision, a mean that does not exist yet is {@code null}, and so is the time if no
 * point had one. Fields may be added later and are ignored by readers that do not know them; the schema number changes when
 * an old reader would misunderstand, and then it refuses.
 *
 * <p>To be read, a model needs schema, name, version, family, dimension and components with id, weight and parameters.
 */
public final class ModelJson {
    private static final int SCHEMA = 1;
    private static final double TOLERANCE = 1e-6;
    private static final int LARGEST_DIMENSION = 100_000;
    /** The fields of a component that are not parameters. */
    private static final Set<String> OTHERS = Set.of("id", "weight", "born", "effectivePoints");

    private ModelJson() {}

    /** The record of a model: one line. */
    public static byte[] encode(Model model) {
        return JsonWriting.write(false, to -> write(model, to));
    }

    /** The file of a model: several lines. */
    public static byte[] encodePretty(Model model) {
        return JsonWriting.write(true, to -> write(model, to));
    }

    /**
     * The model in a record or file.
     *
     * @throws IllegalArgumentException if there is none, naming the field
     */
    public static Model decode(byte[] json) {
        return decode(json, Families::parse);
    }

    /** The model of one of these families. */
    static Model decode(byte[] json, Function<String, Family> families) {
        return decode(JsonDocument.parse("model", json), families);
    }

    /** The model that is this object. */
    static Model decode(JsonDocument document, Function<String, Family> families) {
        document.requireSchema(SCHEMA);
        Features features = features(document);
        List<JsonDocument> components = document.objects("components");
        Mixture mixture = mixture(document, family(document, families), features.dimension(), components);
        long version = positive(document, "version");
        List<Model.Cluster> clusters = new ArrayList<>();
        for (JsonDocument component : components) {
            clusters.add(
                    new Model.Cluster(component.longAt("born", version), component.doubleAt("effectivePoints", 0)));
        }
        return new Model(
                document.textAt("name"),
                version,
                document.longAt("parent", 0),
                layoutEpoch(document),
                features,
                mixture,
                clusters,
                document.longAt("points", 0),
                document.doubleAt("effectivePoints", 0),
                document.textAt("forgetting", "none"),
                document.doubleAt("foldMeanLogLikelihood", Double.NaN),
                document.doubleAt("prequentialMeanLogLikelihood", Double.NaN),
                document.timeAt("eventTime"));
    }

    /** Writes a model as an object. */
    static void write(Model model, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeNumberField("schema", SCHEMA);
        to.writeStringField("name", model.name());
        to.writeNumberField("version", model.version());
        to.writeNumberField("parent", model.parent());
        to.writeNumberField("layoutEpoch", model.layoutEpoch());
        to.writeStringField("family", model.mixture().family().name());
        to.writeNumberField("dimension", model.features().dimension());
        to.writeArrayFieldStart("features");
        for (String name : model.features().names()) {
            to.writeString(name);
        }
        to.writeEndArray();
        to.writeArrayFieldStart("components");
        for (int k = 0; k < model.mixture().size(); k++) {
            write(model.mixture(), k, model.clusters().get(k), to);
        }
        to.writeEndArray();
        write(model.mixture().noise(), to);
        to.writeNumberField("points", model.points());
        JsonWriting.number(to, "effectivePoints", model.effectivePoints());
        to.writeStringField("forgetting", model.forgetting());
        JsonWriting.number(to, "foldMeanLogLikelihood", model.foldMeanLogLikelihood());
        JsonWriting.number(to, "prequentialMeanLogLikelihood", model.prequentialMeanLogLikelihood());
        JsonWriting.time(to, "eventTime", model.eventTime());
        to.writeEndObject();
    }

    private static void write(Mixture mixture, int k, Model.Cluster cluster, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeNumberField("id", mixture.cluster(k));
        JsonWriting.number(to, "weight", mixture.weight(k));
        for (Parameter parameter : mixture.component(k).parameters()) {
            to.writeFieldName(parameter.name());
            ParameterJson.write(parameter, to);
        }
        to.writeNumberField("born", cluster.born());
        JsonWriting.number(to, "effectivePoints", cluster.effectivePoints());
        to.writeEndObject();
    }

    private static void write(@Nullable Noise noise, JsonGenerator to) throws IOException {
        if (noise == null) {
            return;
        }
        to.writeObjectFieldStart("noise");
        JsonWriting.number(to, "weight", noise.weight());
        to.writeArrayFieldStart("widths");
        for (double width : noise.widths()) {
            to.writeNumber(width);
        }
        to.writeEndArray();
        JsonWriting.number(to, "logDensity", noise.logDensity());
        to.writeEndObject();
    }

    private static Features features(JsonDocument document) {
        long dimension = positive(document, "dimension");
        List<String> names = document.texts("features");
        if (dimension > LARGEST_DIMENSION) {
            throw document.refuse("dimension", Long.toString(dimension), "at most " + LARGEST_DIMENSION);
        }
        if (names.isEmpty()) {
            return Features.ofDimension((int) dimension);
        }
        if (names.size() != dimension) {
            throw document.refuse("features", names.size() + " names", dimension + ", as many as dimension says");
        }
        try {
            return new Features(names);
        } catch (IllegalArgumentException refused) {
            throw document.refuse("features", refused);
        }
    }

    private static Family family(JsonDocument document, Function<String, Family> families) {
        String name = document.textAt("family");
        try {
            return families.apply(name);
        } catch (IllegalArgumentException refused) {
            throw document.refuse("family", refused);
        }
    }

    private static int layoutEpoch(JsonDocument document) {
        long epoch = document.longAt("layoutEpoch", 0);
        if (epoch != (int) epoch) {
            throw document.refuse("layoutEpoch", Long.toString(epoch), "at most " + Integer.MAX_VALUE);
        }
        return (int) epoch;
    }

    private static long positive(JsonDocument document, String field) {
        long value = document.longAt(field);
        if (value < 1) {
            throw document.refuse(field, Long.toString(value), "1 or more");
        }
        return value;
    }

    private static Mixture mixture(JsonDocument document, Family family, int dimension, List<JsonDocument> components) {
        if (components.isEmpty()) {
            throw document.refuse("components", "empty", "a list of at least one");
        }
        double[] weights = new double[components.size()];
        long[] ids = new long[components.size()];
        List<Component> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Noise noise = noise(document);
        double sum = noise == null ? 0 : noise.weight();
        for (int k = 0; k < weights.length; k++) {
            JsonDocument component = components.get(k);
            weights[k] = component.doubleAt("weight");
            ids[k] = positive(component, "id");
            if (!(weights[k] > 0)) {
                throw component.refuse("weight", Double.toString(weights[k]), "above 0");
            }
            if (!seen.add(ids[k])) {
                throw component.refuse("id", Long.toString(ids[k]), "another than that of the components before");
            }
            all.add(component(component, family, dimension));
            sum += weights[k];
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            String whose = noise == null ? "of weights" : "of weights, with that of the noise,";
            throw document.refuse("components", whose + " that sum to " + sum, whose + " that sum to 1");
        }
        try {
            return new Mixture(family, weights, all, ids, noise);
        } catch (IllegalArgumentException refused) {
            throw document.refuse("noise", refused);
        }
    }

    private static @Nullable Noise noise(JsonDocument document) {
        JsonDocument noise = document.objectAt("noise");
        if (noise == null) {
            return null;
        }
        double weight = noise.doubleAt("weight");
        double[] widths = noise.numbers("widths");
        try {
            return new Noise(weight, widths);
        } catch (IllegalArgumentException refused) {
            throw document.refuse("noise", refused);
        }
    }

    private static Component component(JsonDocument component, Family family, int dimension) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        IllegalArgumentException oddity = null;
        for (String name : component.names()) {
            JsonNode value = component.at(name);
            if (value != null && !OTHERS.contains(name)) {
                try {
                    parameters.put(name, ParameterJson.read(name, value));
                } catch (IllegalArgumentException odd) {
                    // A field of a later version perhaps; but if the family misses something, then this is why.
                    oddity = oddity == null ? component.refuse(name, odd) : oddity;
                }
            }
        }
        try {
            return family.component(parameters, dimension);
        } catch (IllegalArgumentException refused) {
            throw oddity == null
                    ? new IllegalArgumentException(component.name(String.valueOf(refused.getMessage())), refused)
                    : oddity;
        }
    }
}
