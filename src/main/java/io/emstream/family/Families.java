package io.emstream.family;

/** The families by name: one line each. */
public final class Families {
    private Families() {}
}
