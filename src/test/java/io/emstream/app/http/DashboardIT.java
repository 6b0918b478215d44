package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page of the packaged program in a real browser, while points flow. Its pictures are in {@code target/dashboard}. */
@Timeout(300)
class DashboardIT {
    private static final Path JAR =
            Path.of(Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar"));
    private static final Pattern PAGE = Pattern.compile("dashboard at (http://\\S+:\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "the-token-of-this-page";
    private static final int WIDE = 1280;
    private static final int PHONE = 390;

    private static Browser browser;

    /** A running {@code emstream}. */
    private static final class Program implements AutoCloseable {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final Process process;

        Program(Map<String, String> environment, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx400m",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    JAR.toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
            BufferedReader output = process.inputReader(UTF_8);
            Thread listening = new Thread(() -> output.lines().forEach(said::add), "output-of-the-program");
            listening.setDaemon(true);
            listening.start();
        }

        /** Where its page is. */
        String page() {
            await().atMost(PATIENCE)
                    .until(() ->
                            said.stream().anyMatch(line -> PAGE.matcher(line).find()));
            return said.stream()
                    .map(PAGE::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            // Not by the process itself, which would close what it has to say.
            process.toHandle().destroy();
            await().atMost(PATIENCE).until(() -> !process.isAlive());
        }
    }

    @BeforeAll
    static void start() {
        boolean isThere = Browser.program("chromium").isPresent()
                && Browser.program("chromedriver").isPresent();
        assumeTrue(isThere, "no chromium and chromedriver, so the dashboard is not tried in a browser");
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void thePageOfTheDemoShowsAStreamAsItFlows() throws Exception {
        try (Program demo = new Program(Map.of(), "demo", "drift", "--http-port", "0", "--rate", "2000")) {
            browser.look(WIDE, 900, "light");
            browser.open(demo.page());
            browser.awaitThat("document.getElementById('state').textContent === 'live'");
            browser.awaitThat("Number(document.getElementById('number-version').textContent) >= 3");
            patiently().until(() -> browser.dataOf("scatter", "points") > 200);
            assertThat(browser.dataOf("scatter", "ellipses")).isEqualTo(4);
            patiently().until(() -> browser.dataOf("likelihood", "") >= 6);
            patiently().until(() -> browser.dataOf("weights", "c1") >= 3);
            patiently().until(() -> browser.dataOf("rate", "") > 2);
            assertThat(browser.element("clusters").findElements(By.cssSelector("tbody tr")))
                    .hasSize(4);
            assertThat(browser.text("events")).contains("initialised 1, 2, 3, 4");
            modelsComeByThemselves();
            aClickExplainsAPoint();
            soDoTheArrowKeys();
            otherFeaturesCanBeChosen();
            aVersionIsReplayed();
            oneClusterIsLookedAt();
            browser.picture("light", WIDE, "light");
            browser.picture("dark", WIDE, "dark");
            browser.picture("phone", PHONE, "light");
            assertThat(browser.number("document.documentElement.scrollWidth"))
                    .as("nothing hangs over the edge of a phone")
                    .isLessThanOrEqualTo(PHONE);
            browser.assertNoComplaints();
        }
        browser.awaitThat("document.getElementById('state').textContent === 'not connected'");
        assertThat(browser.text("notice")).contains("what you see is of before. Trying again.");
        browser.picture("not-connected", WIDE, "light");
        assertThat(browser.complaints()).allMatch(line -> line.contains("/live"));
    }

    /** Charts are drawn again and again, and in between there may be nothing to look at. */
    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).ignoreExceptions();
    }

    private static void modelsComeByThemselves() {
        double before = browser.number("Number(document.getElementById('number-version').textContent)");
        browser.awaitThat("Number(document.getElementById('number-version').textContent) > " + before);
    }

    private static void aClickExplainsAPoint() {
        // Points come and go; a click may meet none.
        patiently().until(() -> {
            browser.clickAPoint();
            return browser.text("explanation").contains("Share of its distance");
        });
        String said = browser.text("explanation");
        assertThat(said).contains("Partition ", "sure; runner-up ", "log-density", "tail");
        assertThat(browser.element("explanation").findElements(By.cssSelector("td.bar")))
                .hasSize(2);
    }

    private static void soDoTheArrowKeys() {
        String before = browser.text("explanation");
        browser.element("scatter").sendKeys(Keys.ARROW_RIGHT);
        await().atMost(PATIENCE).until(() -> !browser.text("explanation").equals(before));
    }

    private static void otherFeaturesCanBeChosen() {
        new Select(browser.element("feature-x")).selectByVisibleText("y");
        browser.awaitThat(
                "echarts.getInstanceByDom(document.getElementById('scatter')).getOption().xAxis[0].name === 'y'");
        new Select(browser.element("feature-x")).selectByVisibleText("x");
    }

    private static void aVersionIsReplayed() {
        browser.element("replay").sendKeys(Keys.HOME);
        browser.awaitThat("document.getElementById('replay-label').textContent.startsWith('version 1,')");
        assertThat(browser.element("replay-live").getDomAttribute("aria-pressed"))
                .isEqualTo("false");
        browser.element("replay-live").click();
        browser.awaitThat("!document.getElementById('replay-label').textContent.startsWith('version 1,')");
    }

    private static void oneClusterIsLookedAt() {
        String first = "#clusters button[data-id=\"1\"]";
        // The table is made anew with each model.
        browser.click(first);
        browser.awaitThat("document.querySelector('#clusters button[data-id=\"1\"]').ariaPressed === 'true'");
        browser.click(first);
    }

    @Test
    void countsAreShownAsProfiles() throws Exception {
        try (Program demo = new Program(Map.of(), "demo", "coins", "--http-port", "0", "--rate", "2000")) {
            browser.look(WIDE, 900, "light");
            browser.open(demo.page());
            browser.awaitThat("document.querySelectorAll('#profiles canvas').length === 3");
            browser.awaitThat("!document.getElementById('explain-newest').disabled");
            browser.element("explain-newest").click();
            await().atMost(PATIENCE).until(() -> browser.text("explanation").contains("heads"));
            browser.picture("coins", WIDE, "light");
            browser.assertNoComplaints();
        }
    }

    @Test
    void withATokenThePageAsksForItAndAStreamWithoutPointsIsSaidInWords() throws Exception {
        try (Program run = new Program(
                Map.of("EMSTREAM_HTTP_TOKEN", TOKEN),
                "run",
                "--embedded",
                "--embedded-port",
                "0",
                "--http-port",
                "0",
                "--set",
                "features=a,b")) {
            browser.look(WIDE, 900, "light");
            browser.open(run.page());
            enterToken("not-the-token-of-this-page");
            browser.awaitThat("!document.getElementById('token-wrong').hidden");
            enterToken(TOKEN);
            browser.awaitThat("document.getElementById('state').textContent === 'no model yet'");
            assertThat(browser.text("notice")).startsWith("No model yet");
            assertThat(browser.element("scatter-empty").isDisplayed()).isTrue();
            browser.picture("empty", WIDE, "dark");
            assertThat(browser.complaints())
                    .as("of the browser, about the first answers")
                    .allMatch(line -> line.contains("401"));
        }
    }

    private static void enterToken(String token) {
        browser.awaitThat("document.getElementById('token-dialog').open");
        WebElement field = browser.element("token-dialog").findElement(By.name("token"));
        field.sendKeys(token, Keys.ENTER);
    }
}
