package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandIT {
    private static final Pattern GAP = Pattern.compile("gap (-?[0-9.]+)");

    @ParameterizedTest
    @ValueSource(strings = {"gmm", "coins"})
    void aModelIsLearnedThroughTheBrokerAndComesCloseToTheTruth(String scenario) {
        Console console = Console.run("demo", scenario, "--duration", "PT10S", "--rate", "3000", "--partitions", "2");
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(console.out()).contains("labels", "0 dead letters", "cluster", "weight");
        Matcher gap = GAP.matcher(console.lastLine());
        assertThat(gap.find()).as(console.lastLine()).isTrue();
        assertThat(Double.parseDouble(gap.group(1))).as(console.lastLine()).isLessThan(0.05);
    }

    @Test
    void aScenarioThatIsNoneIsWrongUse() {
        Console console = Console.run("demo", "tides");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("there is no scenario tides, must be one of drift");
    }

    @Test
    void aDurationThatIsNoneIsWrongUse() {
        Console console = Console.run("demo", "--duration", "6");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("--duration = 6, must be a duration such as PT30S or PT5M");
    }
}
