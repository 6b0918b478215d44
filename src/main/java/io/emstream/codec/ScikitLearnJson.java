package io.emstream.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The parameters of scikit-learn's estimators, as their attributes are called there:
 *
 * <pre>{@code
 * {"weights_":[0.4,0.6],"means_":[[1.5,2.0],[4.0,8.0]],"covariances_":[[[2.0,0.5],[0.5,1.0]],…],
 *  "covariance_type":"full","feature_names_in_":["delay","distance"]}
 * {"cluster_centers_":[[1.5,2.0],[4.0,8.0]]}
 * }</pre>
 *
 * <p>The first is a {@code GaussianMixture}, whose covariances have the shape that its type says there: {@code full}
 * K×d×d, {@code tied} d×d, {@code diag} K×d, {@code spherical} K. The second is {@code KMeans}. Names of features may be left
 * out. Other attributes are ignored. There is no noise in scikit-learn: it is left out, and the weights keep their
 * proportions.
 */
public final class ScikitLearnJson {
    private static final String WEIGHTS = "weights_";
    private static final String MEANS = "means_";
    private static final String COVARIANCES = "covariances_";
    private static final String TYPE = "covariance_type";
    private static final String CENTERS = "cluster_centers_";
    private static final String NAMES = "feature_names_in_";
    private static final double TOLERANCE = 1e-6;

    private ScikitLearnJson() {}

    /** What scikit-learn calls the forms of a covariance, and our families. */
    private enum Type {
        FULL("full", "gaussian-full"),
        TIED("tied", "gaussian-tied"),
        DIAGONAL("diag", "gaussian-diag"),
        SPHERICAL("spherical", "gaussian-spherical");

        private final String word;
        private final String family;

        Type(String word, String family) {
            this.word = word;
            this.family = family;
        }

        static Type of(JsonDocument document) {
            String word = document.textAt(TYPE, FULL.word);
            return Arrays.stream(values())
                    .filter(type -> type.word.equals(word))
                    .findAny()
                    .orElseThrow(() -> document.refuse(
                            TYPE,
                            Excerpt.quoted(word),
                            "one of "
                                    + Arrays.stream(values())
                                            .map(type -> type.word)
                                            .collect(Collectors.joining(", "))));
        }
    }

    /** Whether a file may hold such parameters, rather than one of our models. */
    public static boolean isOne(byte[] json) {
        List<String> names = JsonDocument.parse("model", json).names();
        return names.contains(MEANS) || names.contains(CENTERS);
    }

    /**
     * The model with these parameters, in version 1, its clusters numbered from 1.
     *
     * @throws IllegalArgumentException if there are none, naming the attribute
     */
    public static Model decode(byte[] json) {
        JsonDocument document = JsonDocument.parse("model", json);
        return document.at(CENTERS) == null ? gaussian(document) : kMeans(document);
    }

    private static Model kMeans(JsonDocument document) {
        double[][] centers = document.rows(CENTERS);
        Family family = Families.parse("kmeans");
        double[] weights = new double[centers.length];
        Arrays.fill(weights, 1.0 / Math.max(1, centers.length));
        List<Component> components = new ArrayList<>();
        for (double[] center : centers) {
            components.add(component(document, CENTERS, family, center, List.of()));
        }
        return model(document, CENTERS, family, weights, components);
    }

    private static Model gaussian(JsonDocument document) {
        Type type = Type.of(document);
        Family family = Families.parse(type.family);
        double[] weights = document.numbers(WEIGHTS);
        double[][] means = document.rows(MEANS);
        if (weights.length != means.length) {
            throw document.refuse(
                    WEIGHTS, weights.length + " numbers", means.length + ", one for each row of " + MEANS);
        }
        double sum = Arrays.stream(weights).sum();
        if (Math.abs(sum - 1) > TOLERANCE || Arrays.stream(weights).anyMatch(weight -> !(weight > 0))) {
            throw document.refuse(WEIGHTS, "weights that sum to " + sum, "above 0 and sum to 1");
        }
        List<Parameter> spreads = spreads(document, type, means);
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < means.length; k++) {
            components.add(component(document, COVARIANCES, family, means[k], List.of(spreads.get(k))));
        }
        return model(document, MEANS, family, weights, components);
    }

    /** What says how a component is spread, by component. */
    private static List<Parameter> spreads(JsonDocument document, Type type, double[][] means) {
        int size = means.length;
        List<Parameter> spreads = new ArrayList<>();
        switch (type) {
            case FULL ->
                document.matrices(COVARIANCES).forEach(rows -> spreads.add(Parameter.matrix("covariance", flat(rows))));
            case TIED -> {
                double[] one = flat(document.rows(COVARIANCES));
                for (int k = 0; k < size; k++) {
                    spreads.add(Parameter.matrix("covariance", one));
                }
            }
            case DIAGONAL ->
                Arrays.stream(document.rows(COVARIANCES))
                        .forEach(row -> spreads.add(Parameter.vector("variances", row)));
            case SPHERICAL ->
                Arrays.stream(document.numbers(COVARIANCES))
                        .forEach(variance -> spreads.add(Parameter.scalar("variance", variance)));
        }
        if (spreads.size() != size) {
            throw document.refuse(COVARIANCES, spreads.size() + " of them", size + ", one for each row of " + MEANS);
        }
        return spreads;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static Component component(
            JsonDocument document, String field, Family family, double[] mean, List<Parameter> spread) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("mean", Parameter.vector("mean", mean));
        spread.forEach(parameter -> parameters.put(parameter.name(), parameter));
        try {
            return family.component(parameters, mean.length);
        } catch (IllegalArgumentException refused) {
            throw document.refuse(field, refused);
        }
    }

    private static Model model(
            JsonDocument document, String field, Family family, double[] weights, List<Component> components) {
        if (components.isEmpty()) {
            throw document.refuse(field, "empty", "a list of at least one row");
        }
        int dimension = components.get(0).dimension();
        List<String> names = document.texts(NAMES);
        if (!names.isEmpty() && names.size() != dimension) {
            throw document.refuse(NAMES, names.size() + " names", dimension + ", one for each column");
        }
        if (components.stream().anyMatch(each -> each.dimension() != dimension)) {
            throw document.refuse(field, "rows of different lengths", "rows of one length");
        }
        long[] ids = LongStream.rangeClosed(1, weights.length).toArray();
        return new Model(
                "scikit-learn",
                1,
                0,
                1,
                names.isEmpty() ? Features.ofDimension(dimension) : new Features(names),
                new Mixture(family, weights, components, ids),
                components.stream().map(each -> new Model.Cluster(1, 0)).toList(),
                0,
                0,
                "none",
                Double.NaN,
                Double.NaN,
                Long.MIN_VALUE);
    }

    /**
     * The parameters of a model, in several lines.
     *
     * @throws IllegalArgumentException if scikit-learn has no estimator for its family
     */
    public static byte[] encode(Model model) {
        Mixture mixture = model.mixture().withNoise(null);
        String family = mixture.family().name();
        if (family.equals("kmeans")) {
            return JsonWriting.write(true, to -> {
                to.writeStartObject();
                matrix(to, CENTERS, means(mixture));
                names(to, model.features());
                to.writeEndObject();
            });
        }
        Type type = Arrays.stream(Type.values())
                .filter(each -> each.family.equals(family))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scikit-learn has no estimator for " + family + ", only for Gaussian families and kmeans"));
        return JsonWriting.write(true, to -> {
            to.writeStartObject();
            to.writeStringField(TYPE, type.word);
            to.writeFieldName(WEIGHTS);
            to.writeArray(mixture.weights(), 0, mixture.size());
            matrix(to, MEANS, means(mixture));
            covariances(to, type, mixture);
            names(to, model.features());
            to.writeEndObject();
        });
    }

    private static double[][] means(Mixture mixture) {
        return mixture.components().stream()
                .map(each -> each.parameters().get(0).values())
                .toArray(double[][]::new);
    }

    private static void covariances(JsonGenerator to, Type type, Mixture mixture) throws IOException {
        List<Parameter> spreads = mixture.components().stream()
                .map(each -> each.parameters().get(1))
                .toList();
        to.writeFieldName(COVARIANCES);
        if (type == Type.TIED) {
            ParameterJson.write(spreads.get(0), to);
            return;
        }
        to.writeStartArray();
        for (Parameter each : spreads) {
            ParameterJson.write(each, to);
        }
        to.writeEndArray();
    }

    private static void matrix(JsonGenerator to, String name, double[][] rows) throws IOException {
        to.writeArrayFieldStart(name);
        for (double[] row : rows) {
            to.writeArray(row, 0, row.length);
        }
        to.writeEndArray();
    }

    private static void names(JsonGenerator to, Features features) throws IOException {
        to.writeArrayFieldStart(NAMES);
        for (String name : features.names()) {
            to.writeString(name);
        }
        to.writeEndArray();
    }
}
