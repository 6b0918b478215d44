package io.emstream.codec;

/** What becomes of points in which a value is missing. */
public enum MissingValues {
    /** They are points like others. */
    ALLOW,
    /** They are refused. */
    REFUSE
}
