package io.emstream.app.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;

/** The values that a setting may take, in words that follow "must be". */
public final class Range implements ConfigDef.Validator {
    private final String words;
    private final Function<Object, Optional<String>> complaint;

    private Range(String words, Function<Object, Optional<String>> complaint) {
        this.words = words;
        this.complaint = complaint;
    }

    /**
     * Values for which the check has no complaint.
     *
     * @param words the values in words, to follow "must be"
     * @param complaint what is wrong with a value, to follow "key = value, "
     */
    static Range checked(String words, Function<Object, Optional<String>> complaint) {
        return new Range(words, complaint);
    }

    /** Values that a parser takes; what it throws instead is not shown, the words are. */
    static Range parsed(String words, Consumer<String> parser) {
        return checked(words, value -> {
            try {
                parser.accept((String) value);
                return Optional.empty();
            } catch (IllegalArgumentException notOne) {
                return Optional.of("must be " + words);
            }
        });
    }

    /** Whole numbers from a limit up. */
    static Range atLeast(long lowest) {
        return between(lowest, Long.MAX_VALUE, lowest + " or more");
    }

    /** Whole numbers between two limits, both included. */
    static Range between(long lowest, long highest) {
        return between(lowest, highest, "from " + lowest + " to " + highest);
    }

    private static Range between(long lowest, long highest, String words) {
        return limited(words, value -> {
            long number = ((Number) value).longValue();
            return number >= lowest && number <= highest;
        });
    }

    /** Numbers above one limit and up to another, which is included. */
    /** A number from 0 to a limit. */
    static Range upTo(double highest) {
        return limited("at least 0 and at most " + highest, value -> (Double) value >= 0 && (Double) value <= highest);
    }

    static Range above(double lowest, double highest) {
        String words = "above " + lowest + " and at most " + highest;
        return limited(words, value -> {
            double number = (Double) value;
            return number > lowest && number <= highest;
        });
    }

    /** Any value at all. */
    static Range anything(String words) {
        return limited(words, value -> true);
    }

    /** One of the constants of an enum, in lower case. */
    static <E extends Enum<E>> Range oneOf(Class<E> type) {
        return oneOf(Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }

    /** One of these words. */
    static Range oneOf(String... allowed) {
        String last = allowed[allowed.length - 1];
        String words = allowed.length == 1
                ? last
                : String.join(", ", Arrays.copyOf(allowed, allowed.length - 1)) + " or " + last;
        return limited(words, value -> Arrays.asList(allowed).contains(value));
    }

    /** Durations from a limit up, in ISO-8601. */
    static Range duration(Duration lowest) {
        return limited("a duration such as PT1S or PT2M, " + lowest + " or more", value -> {
            Duration duration = duration((String) value);
            return duration != null && duration.compareTo(lowest) >= 0;
        });
    }

    /** Durations between two limits, both included, in ISO-8601. */
    static Range duration(Duration lowest, Duration highest) {
        return limited("a duration such as PT1S, from " + lowest + " to " + highest, value -> {
            Duration duration = duration((String) value);
            return duration != null && duration.compareTo(lowest) >= 0 && duration.compareTo(highest) <= 0;
        });
    }

    /** Durations from a limit up, in ISO-8601, or the word {@code off}. */
    static Range durationOrOff(Duration lowest) {
        return limited("off, or a duration such as PT1M, " + lowest + " or more", value -> {
            Duration duration = duration((String) value);
            return value.equals("off") || (duration != null && duration.compareTo(lowest) >= 0);
        });
    }

    /** Names that Kafka takes for a topic. */
    static Range topicName() {
        return limited("1 to 249 letters, digits, '.', '_' and '-'", value -> {
            try {
                Topic.validate((String) value);
                return true;
            } catch (InvalidTopicException notOne) {
                return false;
            }
        });
    }

    private static Range limited(String words, Function<Object, Boolean> allowed) {
        return checked(words, value -> allowed.apply(value) ? Optional.empty() : Optional.of("must be " + words));
    }

    private static @Nullable Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notOne) {
            return null;
        }
    }

    /** What is wrong with a value of the setting's type, if anything is; it follows "key = value, ". */
    Optional<String> complaint(Object value) {
        return complaint.apply(value);
    }

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (value != null) {
            complaint(value).ifPresent(wrong -> {
                throw new ConfigException(name + " = " + value + ", " + wrong);
            });
        }
    }

    /** The values in words. */
    @Override
    public String toString() {
        return words;
    }
}
