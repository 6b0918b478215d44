package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules under {@code docker/prometheus}, by Prometheus' own tool; skipped where that is not installed, but not by CI. */
@Timeout(60)
class AlertRulesTest {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRulesTest.class);

    private static final Path RULES = Path.of("docker", "prometheus", "alerts.yml");
    private static final Path TESTS = Path.of("src", "test", "prometheus", "alerts-test.yml");

    private record Told(int status, String output) {}

    private static Told promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            String missing = "there is no promtool; Debian has it in its package prometheus";
            if ("true".equals(System.getenv("CI"))) {
                return fail(missing);
            }
            LOG.warn("the tests of the alert rules are skipped: {}", missing);
            return abort(missing);
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Told(process.exitValue(), output);
    }

    private static List<String> names(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void everyRuleFiresWhenItShouldAndNotBefore() throws Exception {
        Told told = promtool("test", "rules", TESTS.toString());
        assertThat(told.status()).as(told.output()).isZero();
    }

    @Test
    void everyRuleIsTestedWithAnAlertThatFires() throws IOException {
        assertThat(names(TESTS, "alertname: (\\w+)\\n +exp_alerts:\\n"))
                .isNotEmpty()
                .isEqualTo(names(RULES, "alert: (\\w+)"));
    }

    /** The tests would notice a rule that never fires. */
    @Test
    void aRuleThatNeverFiresFailsItsTest(@TempDir Path directory) throws Exception {
        Path rules =
                Files.createDirectories(directory.resolve("docker/prometheus")).resolve("alerts.yml");
        Path tests = Files.createDirectories(directory.resolve("src/test/prometheus"))
                .resolve("alerts-test.yml");
        Files.copy(TESTS, tests);
        List<String> all = Files.readAllLines(RULES);
        int broken = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).contains(" expr: ") && !all.get(i).endsWith(">")) {
                List<String> mutant = new ArrayList<>(all);
                mutant.set(i, all.get(i) + " and vector(0) > 1");
                Files.write(rules, mutant);
                assertThat(promtool("test", "rules", tests.toString()).status())
                        .as(all.get(i))
                        .isNotZero();
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(5);
    }

    @Test
    void theRulesAreSound() throws Exception {
        Told told = promtool("check", "rules", RULES.toString());
        assertThat(told.status()).as(told.output()).isZero();
    }
}
