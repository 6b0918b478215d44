package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoCommandIT {
    private static final Pattern GAP = Pattern.compile("gap (-?[0-9.]+)");

    @ParameterizedTest
    @ValueSource(strings = {"gmm", "coins"})
    void aModelIsLearnedThroughTheBrokerAndComesCloseToTheTruth(String scenario) {
        StringWriter out = new StringWriter();
        int status = command(out, new StringWriter())
                .execute("demo", scenario, "--duration", "PT10S", "--rate", "3000", "--partitions", "2");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("labels", "0 dead letters", "cluster", "weight");
        String last =
                out.toString().strip().lines().reduce((before, line) -> line).orElseThrow();
        Matcher gap = GAP.matcher(last);
        assertThat(gap.find()).as(last).isTrue();
        assertThat(Double.parseDouble(gap.group(1))).as(last).isLessThan(0.05);
    }

    @Test
    void aScenarioThatIsNoneIsWrongUse() {
        StringWriter err = new StringWriter();
        assertThat(command(new StringWriter(), err).execute("demo", "tides")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no scenario tides, must be one of drift");
    }

    private static CommandLine command(StringWriter out, StringWriter err) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }
}
