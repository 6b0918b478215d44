package io.emstream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void onATerminalANewStateIsDrawnOverTheOneBefore() {
        assertThat(shown(true)).isEqualTo(lines("one", "two") + "\u001b[2A\u001b[J" + lines("three"));
    }

    @Test
    void elsewhereANewStateComesBelow() {
        assertThat(shown(false)).isEqualTo(lines("one", "two", "three"));
    }

    @Test
    void aClusterIsALineWithItsIdWeightMeansAndDeviations() {
        Scenario scenario = Scenarios.named("gmm");
        Mixture truth = scenario.source().truth(0).orElseThrow();
        Model model = new Model(
                "gmm",
                7,
                6,
                1,
                scenario.features(),
                truth,
                Collections.nCopies(truth.size(), new Model.Cluster(1, 100)),
                400,
                400,
                "none",
                -3,
                -3,
                0);
        List<String> lines = LiveTable.lines(model);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).containsSubsequence("cluster", "weight", "x", "y");
        assertThat(lines.get(2)).containsSubsequence("2", "0.3000", "██████", "5.000 ± 1.414", "1.000 ± 0.894");
    }

    private static String shown(boolean isTerminal) {
        StringWriter text = new StringWriter();
        Screen screen = new Screen(new PrintWriter(text), isTerminal);
        screen.show(List.of("one", "two"));
        screen.show(List.of("three"));
        return text.toString();
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
