package io.emstream.learn;

/** Why a command is not carried out, in a sentence without its full stop. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }
}
