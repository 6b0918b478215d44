package io.emstream.app.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along a range.
 *
 * @param low end of the range
 * @param high end of the range, above the low one
 * @param step from one number to the next
 */
record Ticks(double low, double high, double step) {
    private static final double[] STEPS = {1, 2, 5, 10};

    /** Numbers that are about so many, of a range as it is. */
    static Ticks of(double low, double high, int about) {
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (double factor : STEPS) {
            if (factor * power >= rough * (1 - 1e-9)) {
                step = factor * power;
                break;
            }
        }
        return new Ticks(low, high, step);
    }

    /** The numbers. */
    List<Double> values() {
        List<Double> values = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = first; i <= last; i++) {
            values.add(i * step);
        }
        return values;
    }

    /** A number with as many digits as the step takes. */
    String text(double value) {
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size >= 1e6 || step < 1e-4) {
            return String.format(Locale.ROOT, "%.3g", value).replaceFirst("\\.?0+(e|$)", "$1");
        }
        int behind = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        String text = String.format(Locale.ROOT, "%." + behind + "f", value);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }
}
