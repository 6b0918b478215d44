package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model's document says everything, and a document that does not is refused by the name of the field. */
class ModelJsonTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void aModelLooksAsDocumented() {
        assertThat(text(ModelJson.encode(BinarySamples.model())))
                .isEqualTo("{\"schema\":1,\"name\":\"flights\",\"version\":42,\"parent\":41,\"layoutEpoch\":3,"
                        + "\"family\":\"any:2\",\"dimension\":2,\"features\":[\"délai\",\"/geo/lat\"],"
                        + "\"components\":["
                        + "{\"id\":7,\"weight\":0.5,\"mean\":[0.1,-1.0E-5],\"covariance\":[[2.0,0.5],[0.5,1.0]],"
                        + "\"freedom\":4.0,\"born\":1,\"effectivePoints\":1234.5},"
                        + "{\"id\":12,\"weight\":0.25,\"mean\":[1.0E10,2.0],\"born\":40,\"effectivePoints\":0.0}],"
                        + "\"noise\":{\"weight\":0.25,\"widths\":[40.0,1.0E-5],\"logDensity\":2.824046010856293},"
                        + "\"points\":60000,\"effectivePoints\":1999.9,\"forgetting\":\"points:2000\","
                        + "\"foldMeanLogLikelihood\":null,\"prequentialMeanLogLikelihood\":-8.6796,"
                        + "\"eventTime\":\"2001-01-01T00:01:00Z\"}");
    }

    @Test
    void aFileHasLines() {
        byte[] file = ModelJson.encodePretty(BinarySamples.model());
        assertThat(text(file)).endsWith("}\n").contains("\n  \"family\" : \"any:2\",\n");
        assertThat(file).asString().contains("\"covariance\" : [ [ 2.0, 0.5 ], [ 0.5, 1.0 ] ],\n");
        BinarySamples.assertSame(ModelJson.decode(file, AnyFamily::parse), BinarySamples.model());
    }

    @Test
    void aModelComesBackToTheLastBit() {
        BinarySamples.assertSame(
                ModelJson.decode(ModelJson.encode(BinarySamples.model()), AnyFamily::parse), BinarySamples.model());
    }

    static Stream<String> families() {
        return Families.names().stream().map(name -> name.replace(":N", ":10"));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyComesBackToTheLastBit(String name) {
        Model model = random(Families.parse(name), new Random(17));
        byte[] json = ModelJson.encode(model);
        byte[] bytes = new ModelCodec(Families::parse).encode(model);
        assertThat(ModelJson.encode(ModelJson.decode(json))).isEqualTo(json);
        assertThat(new ModelCodec(Families::parse).encode(ModelJson.decode(json)))
                .isEqualTo(bytes);
        assertThat(ModelJson.encode(new ModelCodec(Families::parse).decode(bytes)))
                .isEqualTo(json);
    }

    @Test
    void withoutATimeTheTimeIsNull() {
        Model model = random(Families.parse("kmeans"), new Random(1));
        assertThat(text(ModelJson.encode(model))).contains("\"eventTime\":null");
        assertThat(ModelJson.decode(ModelJson.encode(model)).eventTime()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aModelWrittenByHandNeedsLittle() {
        Model model = ModelJson.decode(bytes("{\"schema\":1,\"name\":\"m\",\"version\":3,\"family\":\"kmeans\","
                + "\"dimension\":2,\"components\":[{\"id\":1,\"weight\":1,\"mean\":[1,2]}]}"));
        assertThat(model.features()).isEqualTo(Features.ofDimension(2));
        assertThat(model.mixture().component(0).mean(1)).isEqualTo(2);
        assertThat(model.clusters()).containsExactly(new Model.Cluster(3, 0));
        assertThat(model.forgetting()).isEqualTo("none");
        assertThat(model.prequentialMeanLogLikelihood()).isNaN();
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() {
        String json = text(ModelJson.encode(BinarySamples.model()))
                .replace("\"family\"", "\"later\":{\"a\":[1]},\"family\"")
                .replace("\"born\":1", "\"label\":\"east\",\"parents\":[3,\"b\"],\"odd\":[[1],2],\"born\":1");
        BinarySamples.assertSame(ModelJson.decode(bytes(json), AnyFamily::parse), BinarySamples.model());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/schema | 2 | model.schema is 2, must be 1 to 1; a newer version of emstream wrote this",
                "/schema | 0 | model.schema is 0, must be 1 to 1",
                "/schema | null | model.schema is missing, must be a whole number",
                "/schema | \"1\" | model.schema is \"1\", must be a whole number",
                "/name | 7 | model.name is 7, must be a text",
                "/version | 0 | model.version is 0, must be 1 or more",
                "/version | 1.5 | model.version is 1.5, must be a whole number",
                "/version | 99999999999999999999 | model.version is 99999999999999999999, must be a whole number",
                "/layoutEpoch | 2147483648 | model.layoutEpoch is 2147483648, must be at most 2147483647",
                "/family | \"gauss\" | model.family: there is no family gauss; there are gaussian-full,",
                "/dimension | 3 | model.features is 2 names, must be 3, as many as dimension says",
                "/dimension | 2000000000 | model.dimension is 2000000000, must be at most 100000",
                "/features | {} | model.features is an object, must be a list of texts",
                "/features | [\"a\",1] | model.features[1] is 1, must be a text",
                "/features | [\"a\",\"a\"] | model.features: features: a is named twice",
                "/components | [] | model.components is empty, must be a list of at least one",
                "/components | {} | model.components is an object, must be a list of objects",
                "/components/1 | 5 | model.components[1] is 5, must be an object",
                "/components/1/weight | -0.5 | model.components[1].weight is -0.5, must be above 0",
                "/components/1/weight | \"a\" | model.components[1].weight is \"a\", must be a finite number",
                "/components/1/weight | 0.25 | model.components is of weights that sum to 0.75, must be of weights that",
                "/noise | [] | model.noise is a list, must be an object",
                "/noise | {} | model.noise.weight is missing, must be a number",
                "/noise | {\"weight\":0,\"widths\":[1,1]} | model.noise: noise has weight 0.0, must be above 0",
                "/noise | {\"weight\":0.1,\"widths\":[1,0]} | model.noise: noise has width 0.0 in feature 1, must be",
                "/noise | {\"weight\":0.1,\"widths\":[1,\"a\"]} | model.noise.widths[1] is \"a\", must be a finite number",
                "/noise | {\"weight\":1e-9,\"widths\":[1]} | model.noise: noise has 1 widths, must have 2, one for each",
                "/noise | {\"weight\":0.1,\"widths\":[1,1]} | model.components is of weights, with that of the noise,",
                "/components/1/id | 0 | model.components[1].id is 0, must be 1 or more",
                "/components/1/id | 1 | model.components[1].id is 1, must be another than that of the components before",
                "/components/1/mean | null | model.components[1].mean: is missing; there are [covariance]",
                "/components/1/mean | [1] | model.components[1].mean: has 1 values, must have 2",
                "/components/1/mean | [1,\"x\"] | model.components[1].mean: has \"x\", must have finite numbers",
                "/components/1/mean | \"x\" | model.components[1].mean: is \"x\", must be a number, a list or a matrix",
                "/components/1/mean | 7 | model.components[1].mean: is a number, must be a list of numbers",
                "/components/1/covariance | [[1,0],[0]] | model.components[1].covariance: row 2 has 1 numbers, must have 2",
                "/components/1/covariance | [[1,2],[2,1]] | model.components[1].covariance: must be positive definite",
                "/components/1/born | [] | model.components[1].born is a list, must be a whole number",
                "/foldMeanLogLikelihood | \"NaN\" | model.foldMeanLogLikelihood is \"NaN\", must be a finite number",
                "/eventTime | \"now\" | model.eventTime is \"now\", must be a time in ISO-8601",
                "/eventTime | 12 | model.eventTime is 12, must be a text",
            })
    void othersAreToldWhichFieldIsWrong(String pointer, String value, String message) throws IOException {
        ObjectNode document =
                (ObjectNode) MAPPER.readTree(ModelJson.encode(random(Families.parse("gaussian-full"), new Random(2))));
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, slash));
        String field = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(field, MAPPER.readTree(value));
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(field), MAPPER.readTree(value));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelJson.decode(MAPPER.writeValueAsBytes(document)))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "[]",
                "7",
                "null",
                "{\"schema\":1,\"schema\":1}",
                "{\"schema\":NaN}",
                "\u0000"
            })
    void othersAreNoDocuments(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelJson.decode(bytes(text)))
                .withMessageStartingWith("model is ");
    }

    @Test
    void aDocumentCutShortAnywhereIsRefused() {
        byte[] json = ModelJson.encode(BinarySamples.model());
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.decode(cut, AnyFamily::parse));
        }
    }

    @Test
    void numbersBeyondTheLargestAreRefused() {
        String json = text(ModelJson.encode(BinarySamples.model())).replace("-1.0E-5", "1e999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelJson.decode(bytes(json), AnyFamily::parse))
                .withMessage("model.components[0].mean: has Infinity, must have finite numbers");
    }

    /** A model of two components estimated from random points, in a family's own way. */
    private static Model random(Family family, Random random) {
        List<double[]> points = new ArrayList<>();
        List<Moments> statistics = List.of(new Moments(family.scatter(), 2), new Moments(family.scatter(), 2));
        for (int i = 0; i < 100; i++) {
            double[] point = family.support().isDiscrete()
                    ? new double[] {random.nextInt(2), random.nextInt(2)}
                    : new double[] {random.nextGaussian() * 1e-3, random.nextGaussian() * 1e8};
            points.add(point);
            statistics.get(random.nextInt(2)).observe(Point.of(point).values(), random.nextDouble());
        }
        double[] weights = new double[points.size()];
        Arrays.fill(weights, 1);
        List<Component> components = family.estimate(statistics, null, Prior.of(Prior.Kind.MAP, points, weights));
        Mixture mixture = new Mixture(family, new double[] {0.5, 0.5}, components, new long[] {1, 2});
        return new Model(
                "random",
                1,
                0,
                0,
                Features.ofDimension(2),
                mixture,
                List.of(new Model.Cluster(1, random.nextDouble()), new Model.Cluster(1, random.nextDouble())),
                100,
                random.nextDouble(),
                "none",
                random.nextGaussian(),
                random.nextGaussian(),
                Long.MIN_VALUE);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
