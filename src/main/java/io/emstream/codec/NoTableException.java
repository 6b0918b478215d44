package io.emstream.codec;

/** A file is not comma-separated values under a row of names, so that no choice of columns would help; says what it seems to be. */
public final class NoTableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A refusal that names the file, what is wrong with it and what to do. */
    public NoTableException(String message) {
        super(message);
    }
}
