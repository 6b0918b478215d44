package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.fit.ModelFile;
import io.emstream.codec.ScikitLearnJson;
import io.emstream.mixture.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A model in a file, in our own form or in scikit-learn's. */
public final class GivenModel {
    private GivenModel() {}

    /**
     * Reads it; which form it has shows by itself.
     *
     * @throws Failure if there is none in the file, or one that labels cannot be given by
     */
    public static Model read(Path path) {
        byte[] json = bytes(path);
        try {
            if (ScikitLearnJson.isOne(json)) {
                return ScikitLearnJson.decode(json);
            }
        } catch (IllegalArgumentException refused) {
            throw new Failure(path + " is no model: " + refused.getMessage() + ".", refused);
        }
        ModelFile.Content content = ModelFile.read(path);
        if (!content.scaling().isNone()) {
            throw new Failure(path + " measures distances in other units than the data's own (scale), and a stream has"
                    + " none but its own. Fit it with --scale none.");
        }
        return content.model();
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException absent) {
            throw new Failure("There is no file " + path + ".", absent);
        } catch (IOException unreadable) {
            throw new Failure("The model " + path + " cannot be read: " + unreadable.getMessage() + ".", unreadable);
        }
    }

    /**
     * Whether a given model is a version that the history still has: then its clusters are the ones of these ids. The name
     * alone tells little, since most applications keep the one that they begin with.
     */
    public static boolean isVersionOf(Model given, ModelHistory history) {
        return history.find(given.version())
                .filter(kept -> kept.name().equals(given.name())
                        && Arrays.equals(
                                kept.mixture().clusters(), given.mixture().clusters())
                        && Arrays.equals(
                                kept.mixture().weights(), given.mixture().weights()))
                .isPresent();
    }
}
