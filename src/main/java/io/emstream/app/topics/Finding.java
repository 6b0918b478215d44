package io.emstream.app.topics;

/**
 * Something about a topic that is not as it should be.
 *
 * @param severity whether emstream can work like that
 * @param sentence what is wrong and what it leads to
 * @param remedy the command that mends it
 */
public record Finding(Severity severity, String sentence, String remedy) {
    /** Whether emstream can work like that. */
    public enum Severity {
        /** It cannot. */
        ERROR,
        /** It can, but something may be lost. */
        WARNING
    }

    /** The sentence, and the remedy on a line of its own. */
    @Override
    public String toString() {
        return (severity == Severity.ERROR ? "error: " : "warning: ") + sentence + "\n  mend: " + remedy;
    }
}
