package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** That everybody takes part and the figures add up; what they are is the machine's business. */
class BenchCommandIT {
    @Test
    void everyContenderTakesItsTurns() throws Exception {
        Console console = Console.run(
                "bench", "--format", "json", "--records", "20000", "--rounds", "1", "--warmups", "1", "--json");
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(console.lines()).hasSize(1);
        JsonNode json = new JsonMapper().readTree(console.out()).get("json");
        assertThat(json.get("ratio").asDouble())
                .isEqualTo(
                        json.get("emstreamPerSecond").asDouble()
                                / json.get("passThroughPerSecond").asDouble(),
                        within(1e-9));
        for (String contender : new String[] {"emstream", "pass-through", "plain-loop"}) {
            assertThat(json.get(contender).get("cpuMicros").get("median").asDouble())
                    .as(contender)
                    .isPositive();
        }
        assertThat(json.get("billMicros").get("decode").isNumber()).isTrue();
    }

    @Test
    void aNumberThatIsNoneIsWrongUse() {
        Console console = Console.run("bench", "--records", "0");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("--records = 0, must be 1 or more");
    }
}
