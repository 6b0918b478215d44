package io.emstream.point;

/**
 * A record is not a point that can be labelled: the reason, by its documented name, and a sentence that says what, where,
 * the value and the limit.
 *
 * <p>It is an answer rather than a fault, thrown for as many records as a producer cares to get wrong, so it carries no
 * stack trace.
 */
public final class RejectedPointException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a record is refused; the names are part of the record format of dead letters. */
    public enum Reason {
        /** The bytes are not a point in the configured format. */
        NOT_A_POINT,
        /** The number of values is not the number of features. */
        WRONG_DIMENSION,
        /** A value is infinite, or the point has no finite density. */
        NOT_FINITE,
        /** A value is outside the support of the family. */
        OUT_OF_SUPPORT,
        /** The record is larger than a point may be. */
        TOO_LARGE,
        /** The event time cannot be read, or lies too far ahead. */
        BAD_TIMESTAMP,
        /** The weight is negative, too large, infinite or not a number. */
        BAD_WEIGHT,
        /** A value is missing where missing values are refused, or there is no record value at all. */
        MISSING
    }

    private final Reason reason;

    /** A refusal for this reason, explained by this sentence. */
    public RejectedPointException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the record is refused. */
    public Reason reason() {
        return reason;
    }
}
