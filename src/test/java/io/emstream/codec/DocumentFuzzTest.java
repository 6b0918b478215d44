package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Families;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a document holds, it is read, or refused with an {@link IllegalArgumentException}; and nothing else happens. */
class DocumentFuzzTest {
    private static final int DOCUMENTS = 10_000;
    private static final long SEED = 77;
    private static final String MODEL = "{\"schema\":1,\"name\":\"m\",\"version\":3,\"parent\":2,\"layoutEpoch\":0,"
            + "\"family\":\"gaussian-full\",\"dimension\":2,\"features\":[\"a\",\"b\"],"
            + "\"components\":[{\"id\":1,\"weight\":0.5,\"mean\":[0.1,2.0],\"covariance\":[[2.0,0.5],[0.5,1.0]]},"
            + "{\"id\":2,\"weight\":0.5,\"mean\":[1,2],\"covariance\":[[2,0],[0,1]],\"born\":1}],"
            + "\"points\":60000,\"foldMeanLogLikelihood\":null,\"eventTime\":\"2001-01-01T00:01:00Z\"}";
    private static final String EVENT = "{\"schema\":1,\"type\":\"BORN\",\"model\":42,"
            + "\"eventTime\":\"2001-01-01T00:01:00Z\",\"from\":[],\"to\":[12],\"numbers\":{\"weight\":0.07}}";
    private static final String ASSIGNMENT = "{\"offset\":120431,\"model\":42,\"cluster\":7,"
            + "\"responsibilities\":{\"7\":0.93,\"3\":0.07},\"logDensity\":-4.31,\"tail\":0.31,\"status\":\"OK\"}";
    private static final String[] TOKENS = {
        "null",
        "true",
        "[",
        "]",
        "{",
        "}",
        "\"",
        ":",
        ",",
        "0",
        "-1",
        "1e999",
        "1e9",
        "99999999999999999999",
        "[]",
        "{}",
        "\"x\"",
        "NaN",
        "[[1]]",
        "\\u0000",
        " "
    };

    /** Reads a document and forgets it. */
    interface Decoding {
        void decode(byte[] json);
    }

    static Stream<Arguments> documents() {
        Decoding model = json -> ModelJson.decode(json, Families::parse);
        Decoding event = ModelEventJson::decode;
        Decoding assignment = AssignmentJson::decode;
        return Stream.of(Arguments.of(MODEL, model), Arguments.of(EVENT, event), Arguments.of(ASSIGNMENT, assignment));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void noDocumentDoesAnythingElse(String document, Decoding decoding) {
        Random random = new Random(SEED);
        decoding.decode(document.getBytes(StandardCharsets.UTF_8));
        int read = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] json = mutated(document, random).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                json = Arrays.copyOf(json, random.nextInt(json.length + 1));
            }
            read += isRead(decoding, json) ? 1 : 0;
        }
        assertThat(read).as("documents that can be read").isBetween(DOCUMENTS / 1000, DOCUMENTS / 2);
    }

    private static boolean isRead(Decoding decoding, byte[] json) {
        try {
            decoding.decode(json);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        } catch (RuntimeException | StackOverflowError fault) {
            throw new AssertionError("seed " + SEED + ": " + new String(json, StandardCharsets.UTF_8), fault);
        }
    }

    /** The text with a few places, often whole values, replaced. */
    private static String mutated(String document, Random random) {
        String text = document;
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            int value = text.indexOf(':', at) + 1;
            int from = random.nextBoolean() && value > 0 ? value : at;
            int to = from;
            int length = 1 + random.nextInt(6);
            while (to < text.length() && to - from < length && ",}]".indexOf(text.charAt(to)) < 0) {
                to++;
            }
            text = text.substring(0, from) + TOKENS[random.nextInt(TOKENS.length)] + text.substring(to);
        }
        return text;
    }
}
