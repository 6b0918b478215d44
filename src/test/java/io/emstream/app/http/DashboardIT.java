package io.emstream.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emstream.codec.ModelEventJson;
import io.emstream.learn.ModelEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/**
 * The demo of a drift as the packaged program shows it: what happens is on the events topic and, where there is a browser, on the
 * page. Its pictures are in {@code target/dashboard}.
 */
@Timeout(600)
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final int WIDE = 1280;
    private static final int PHONE = 390;

    private static DemoProgram demo;
    private static @Nullable Browser browser;

    @BeforeAll
    static void start() throws Exception {
        demo = new DemoProgram("drift");
        browser = Browser.isInstalled() ? Browser.start() : null;
    }

    @AfterAll
    static void aSignalEndsTheDemoWithItsFitAndASentence() throws Exception {
        if (browser != null) {
            browser.close();
        }
        int status = demo.terminate();
        List<String> said = demo.said();
        assertThat(status).as(String.join("\n", said)).isZero();
        assertThat(said.get(said.size() - 1)).isEqualTo("emstream: stopped");
        assertThat(said.get(said.size() - 2))
                .matches("mean log-likelihood -\\S+; of the truth -\\S+, gap \\S+; farthest centre \\S+ off");
        assertThat(said)
                .noneMatch(line -> line.matches("[0-9:.]{12} (WARN|ERROR).*(Connection|disconnected|closing).*"));
    }

    private static Browser browser() {
        assumeTrue(browser != null, "no chromium and chromedriver, so the dashboard is not tried in a browser");
        return browser;
    }

    /** By number of points, so that it comes on a slow machine as well, only later. */
    @Test
    void aDriftABirthAndASplitOrAMergerAreOnTheEventsTopic() {
        Set<ModelEvent.Type> seen = EnumSet.noneOf(ModelEvent.Type.class);
        TopicPartition events = new TopicPartition("emstream.events", 0);
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                demo.broker(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(events));
            consumer.seekToBeginning(List.of(events));
            await().atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record ->
                                seen.add(ModelEventJson.decode(record.value()).type()));
                assertThat(seen)
                        .contains(ModelEvent.Type.INITIALISED, ModelEvent.Type.DRIFT, ModelEvent.Type.BORN)
                        .containsAnyOf(ModelEvent.Type.SPLIT, ModelEvent.Type.MERGED);
            });
        }
    }

    @Test
    void thePageShowsTheStreamAsItFlows() throws Exception {
        Browser page = browser();
        page.look(WIDE, 900, "light");
        page.open(demo.page());
        page.awaitThat("document.getElementById('state').textContent === 'live'");
        page.awaitThat("Number(document.getElementById('number-version').textContent) >= 3");
        patiently().until(() -> page.dataOf("scatter", "points") > 200);
        assertThat(page.dataOf("scatter", "ellipses")).isGreaterThanOrEqualTo(3);
        patiently().until(() -> page.dataOf("likelihood", "") >= 6);
        patiently().until(() -> page.dataOf("weights", "c1") >= 3);
        patiently().until(() -> page.dataOf("rate", "") > 2);
        assertThat(page.text("events")).contains("initialised 1, 2, 3");
        assertThat(page.text("number-share")).isEqualTo("all points");
        modelsComeByThemselves(page);
        aClickExplainsAPoint(page);
        soDoTheArrowKeys(page);
        otherFeaturesCanBeChosen(page);
        thePrincipalAxesCanBeChosen(page);
        aVersionIsReplayed(page);
        oneClusterIsLookedAt(page);
        whatHappensIsSeen(page);
        page.picture("light", WIDE, "light");
        page.picture("dark", WIDE, "dark");
        page.picture("phone", PHONE, "light");
        assertThat(page.number("document.documentElement.scrollWidth"))
                .as("nothing hangs over the edge of a phone")
                .isLessThanOrEqualTo(PHONE);
        page.assertNoComplaints();
    }

    /** Charts are drawn again and again, and in between there may be nothing to look at. */
    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).ignoreExceptions();
    }

    private static void modelsComeByThemselves(Browser page) {
        double before = page.number("Number(document.getElementById('number-version').textContent)");
        page.awaitThat("Number(document.getElementById('number-version').textContent) > " + before);
    }

    private static void aClickExplainsAPoint(Browser page) {
        // Points come and go; a click may meet none.
        patiently().until(() -> {
            page.clickAPoint();
            return page.text("explanation").contains("Share of its distance");
        });
        String said = page.text("explanation");
        assertThat(said).contains("Partition ", "sure; runner-up ", "log-density", "tail", "cluster ");
        assertThat(page.element("explanation").findElements(By.cssSelector("tbody tr")))
                .as("of two features")
                .hasSize(2);
        assertThat(page.element("explanation").findElements(By.cssSelector("td.bar")))
                .as("for the cluster and the runner-up")
                .hasSize(4);
    }

    private static void soDoTheArrowKeys(Browser page) {
        String before = page.text("explanation");
        page.element("scatter").sendKeys(Keys.ARROW_RIGHT);
        await().atMost(PATIENCE).until(() -> !page.text("explanation").equals(before));
    }

    private static void otherFeaturesCanBeChosen(Browser page) {
        new Select(page.element("feature-x")).selectByVisibleText("y");
        page.awaitThat(Browser.axisName("scatter") + " === 'y'");
        new Select(page.element("feature-x")).selectByVisibleText("x");
        page.awaitThat(Browser.axisName("scatter") + " === 'x'");
    }

    private static void thePrincipalAxesCanBeChosen(Browser page) {
        page.element("feature-axes").click();
        page.awaitThat(Browser.axisName("scatter") + ".startsWith('axis 1, ')");
        patiently().until(() -> page.dataOf("scatter", "points") > 200);
        assertThat(page.element("feature-x").isEnabled()).isFalse();
        page.element("feature-axes").click();
        page.awaitThat(Browser.axisName("scatter") + " === 'x'");
    }

    private static void aVersionIsReplayed(Browser page) {
        page.element("replay").sendKeys(Keys.HOME);
        page.awaitThat("document.getElementById('replay-label').textContent.startsWith('version 1,')");
        assertThat(page.element("replay-live").getDomAttribute("aria-pressed")).isEqualTo("false");
        page.element("replay-live").click();
        page.awaitThat("!document.getElementById('replay-label').textContent.startsWith('version 1,')");
    }

    private static void oneClusterIsLookedAt(Browser page) {
        // The table is made anew with each model, and the cluster may go with the next one.
        patiently().untilAsserted(() -> {
            page.click("#clusters button[aria-pressed=false]");
            page.awaitThat("document.querySelector('#clusters button[aria-pressed=true]')", A_MOMENT);
        });
        page.click("#clusters button[aria-pressed=true]");
        page.awaitThat("!document.querySelector('#clusters button[aria-pressed=true]')");
    }

    private static void whatHappensIsSeen(Browser page) {
        for (String kind : List.of("#events .drift", "#events .born", "#events .split, #events .merged")) {
            page.awaitThat("document.querySelector('" + kind + "')", PATIENCE);
        }
        patiently()
                .until(() -> page.marks().stream().anyMatch(mark -> mark.equals("SPLIT") || mark.equals("MERGED"))
                        && page.marks().containsAll(List.of("DRIFT", "BORN")));
    }
}
