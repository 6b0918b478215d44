package io.emstream.app.settings;

import java.util.ArrayList;
import java.util.List;

/** A configuration with which emstream cannot start: all that is wrong with it at once, one sentence each. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = new ArrayList<>(problems);
    }

    /** One sentence for each problem, naming origin, key, value and limit. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
