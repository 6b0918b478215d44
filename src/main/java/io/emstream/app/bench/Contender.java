package io.emstream.app.bench;

/** Somebody who processes the input, from where it stopped the last time until it is closed; commits when it is closed. */
interface Contender extends AutoCloseable {
    /** How many records it has answered since it was started. */
    long processed();

    /** Whether it has failed. */
    boolean isDead();

    @Override
    void close();
}
