package io.emstream.learn;

import io.emstream.mixture.Model;
import java.util.Locale;

/**
 * What an operator tells the learner.
 *
 * @param id tells it apart from others, so that its effect can be waited for
 * @param by who gave it, as that person or program says
 * @param action what is to be done
 */
public record Command(String id, String by, Action action) {
    /** The effective size of a model that is adopted, where nobody says it: by rule. */
    public static final double BY_RULE = Double.NaN;

    /** The kinds of commands; the names in lower case are part of the record format. */
    public enum Kind {
        /** {@link Pin}. */
        PIN,
        /** {@link Unpin}. */
        UNPIN,
        /** {@link Rollback}. */
        ROLLBACK,
        /** {@link Import}. */
        IMPORT,
        /** {@link Reseed}. */
        RESEED,
        /** {@link Reset}. */
        RESET;

        /** As records and people spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is to be done. */
    public sealed interface Action permits Pin, Unpin, Rollback, Import, Reseed, Reset {
        /** Which of the commands it is. */
        Kind kind();
    }

    /** The model stays as it is: points are labelled and counted, and nothing is learned from them. */
    public record Pin() implements Action {
        @Override
        public Kind kind() {
            return Kind.PIN;
        }
    }

    /** Learning goes on. */
    public record Unpin() implements Action {
        @Override
        public Kind kind() {
            return Kind.UNPIN;
        }
    }

    /**
     * The model is to be what it was.
     *
     * @param model an earlier version of this model
     * @param effectivePoints how many points its parameters shall be worth, 1 or more, or {@link #BY_RULE}
     */
    public record Rollback(Model model, double effectivePoints) implements Action {
        @Override
        public Kind kind() {
            return Kind.ROLLBACK;
        }
    }

    /**
     * The model is to be another one.
     *
     * @param model from anywhere
     * @param effectivePoints how many points its parameters shall be worth, 1 or more, or {@link #BY_RULE}
     * @param keepsIds whether its cluster ids are those of this model's own clusters
     */
    public record Import(Model model, double effectivePoints, boolean keepsIds) implements Action {
        @Override
        public Kind kind() {
            return Kind.IMPORT;
        }
    }

    /** The model is to be made anew of the points that follow. */
    public record Reseed() implements Action {
        @Override
        public Kind kind() {
            return Kind.RESEED;
        }
    }

    /**
     * The state of the learner has been taken away, and its first model goes on behind the last one.
     *
     * @param lineage where it goes on
     */
    public record Reset(Lineage lineage) implements Action {
        @Override
        public Kind kind() {
            return Kind.RESET;
        }
    }
}
