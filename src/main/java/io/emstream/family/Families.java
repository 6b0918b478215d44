package io.emstream.family;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The families by name: one line each. */
public final class Families {
    private static final List<Entry> ALL = List.of(
            entry(new FullGaussian()),
            entry(new TiedGaussian()),
            entry(new DiagonalGaussian()),
            entry(new SphericalGaussian()),
            entry(new Bernoulli()),
            counted("binomial", Binomial::new),
            entry(new KMeans()));

    private Families() {}

    /**
     * The family of this name: {@code gaussian-full}, {@code binomial:10}.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Family parse(String name) {
        return ALL.stream()
                .flatMap(entry -> entry.parse.apply(name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no family " + name + "; there are " + String.join(", ", names())));
    }

    /** All names as users write them, a parameter as a capital letter: {@code binomial:N}. */
    public static List<String> names() {
        return ALL.stream().map(entry -> entry.name).toList();
    }

    private static Entry entry(Family family) {
        return new Entry(family.name(), name -> name.equals(family.name()) ? Optional.of(family) : Optional.empty());
    }

    /** A family with a whole number N after a colon. */
    private static Entry counted(String prefix, Function<Integer, Family> family) {
        return new Entry(
                prefix + ":N",
                name -> name.matches(prefix + ":[0-9]{1,9}")
                        ? Optional.of(family.apply(Integer.valueOf(name.substring(prefix.length() + 1))))
                        : Optional.empty());
    }

    private record Entry(String name, Function<String, Optional<Family>> parse) {}
}
