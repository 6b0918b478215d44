package io.emstream.app.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.app.Failure;
import io.emstream.codec.ModelJson;
import io.emstream.family.Family;
import io.emstream.mixture.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model in a file: the JSON of the models topic. Where distances were measured in other units than the data's own, which
 * only k-means depends on, a field {@code scale} gives the size of these units, one number per feature.
 */
public final class ModelFile {
    private static final String SCALE = "scale";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFile() {}

    /**
     * What a file holds.
     *
     * @param model in the data's own units
     * @param scaling the units in which distances are measured
     */
    public record Content(Model model, Scaling scaling) {}

    /**
     * Writes a model.
     *
     * @throws Failure if the file cannot be written
     */
    public static void write(Path path, Model model, Scaling scaling) {
        try {
            byte[] json = ModelJson.encodePretty(model);
            if (isMeasuredIn(scaling, model)) {
                ObjectNode document = (ObjectNode) JSON.readTree(json);
                ArrayNode sizes = document.putArray(SCALE);
                for (double size : scaling.sizes()) {
                    sizes.add(size);
                }
                json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
            }
            Files.write(path, json);
        } catch (IOException unwritable) {
            throw new Failure("The model cannot be written to " + path + ": " + reason(unwritable) + ".", unwritable);
        }
    }

    /**
     * Reads a model.
     *
     * @throws Failure if there is none in the file
     */
    public static Content read(Path path) {
        try {
            byte[] json = Files.readAllBytes(path);
            Model model = ModelJson.decode(json);
            return new Content(model, scaling(path, JSON.readTree(json), model));
        } catch (IOException unreadable) {
            throw new Failure("The model " + path + " cannot be read: " + reason(unreadable) + ".", unreadable);
        } catch (IllegalArgumentException refused) {
            throw new Failure(
                    path + " is no model: " + refused.getMessage()
                            + ". A record of the models topic is one, and what fit --model writes.",
                    refused);
        }
    }

    private static Scaling scaling(Path path, JsonNode document, Model model) {
        JsonNode sizes = document.get(SCALE);
        int dimension = model.features().dimension();
        if (sizes == null) {
            return Scaling.none(dimension);
        }
        double[] scale = new double[dimension];
        boolean isScale = sizes.isArray()
                && sizes.size() == dimension
                && model.mixture().family().assignment() == Family.Assignment.HARD;
        for (int j = 0; isScale && j < dimension; j++) {
            scale[j] = sizes.get(j).asDouble(0);
            isScale = scale[j] > 0 && Double.isFinite(scale[j]);
        }
        if (!isScale) {
            throw new Failure(path + " is no model: scale must be a positive number for each feature, and belongs to"
                    + " k-means only.");
        }
        return Scaling.by(scale);
    }

    private static boolean isMeasuredIn(Scaling scaling, Model model) {
        return !scaling.isNone() && model.mixture().family().assignment() == Family.Assignment.HARD;
    }

    private static String reason(IOException failed) {
        return Reasons.of(failed);
    }
}
