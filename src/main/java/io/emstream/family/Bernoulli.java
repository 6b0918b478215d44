package io.emstream.family;

/** Independent yes-or-no features, each with a probability of yes: a binomial with one trial. */
public record Bernoulli() implements Counted {
    @Override
    public String name() {
        return "bernoulli";
    }

    @Override
    public int trials() {
        return 1;
    }
}
