package io.emstream.app.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a token. Its contents are in no message. */
final class TokenFile {
    private TokenFile() {}

    /**
     * The token, without the line end.
     *
     * @throws IllegalArgumentException if there is none, saying why; it follows "key = value, "
     */
    static String read(Path file) {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (MalformedInputException notText) {
            throw new IllegalArgumentException("is not text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    Files.exists(file) ? "cannot be read" : "there is no such file", unreadable);
        }
        try {
            HttpKeys.checkToken(token);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "must hold " + HttpKeys.SHORTEST_TOKEN + " or more visible ASCII characters and nothing else",
                    none);
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("is empty, must hold the token");
        }
        return token;
    }
}
