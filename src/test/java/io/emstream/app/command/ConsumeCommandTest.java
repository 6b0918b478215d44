package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumeCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from yesterday | --from is yesterday, must be beginning, end, an offset, or a time",
                "--limit 0 | --limit = 0, must be 1 or more",
                "--cluster a | Invalid value for option '--cluster'",
                "--outliers 1 | --outliers = 1.0, must be from 0 to below 1",
                "--dead-letters --points | --cluster, --outliers and --points are about labels",
                "--format xml | Invalid value for option '--format'",
            })
    void wrongOptionsAreWrongUse(String options, String complaint) {
        Console console = Console.run(("consume " + options).split(" "));
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).startsWith("emstream: " + complaint).endsWith("Try: emstream consume --help\n");
    }
}
