package io.emstream.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emstream.Samples;
import io.emstream.app.processing.PartitionShare;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Mixture;
import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The page in a real browser, over streams of the test's own: sizes and troubles that a demo does not come into, and whether
 * everybody can use it. Its pictures are in {@code target/dashboard}.
 */
@Timeout(300)
class PageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Family GAUSSIAN = Families.parse("gaussian-full");
    private static final String TOKEN = "the-token-of-this-page";
    private static final int WIDE = 1280;
    private static final int PHONE = 390;

    private static Browser browser;

    @BeforeAll
    static void start() {
        assumeTrue(Browser.isInstalled(), "no chromium and chromedriver, so the dashboard is not tried in a browser");
        browser = Browser.start();
        browser.look(WIDE, 900, "light");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Mixture mixture(Family family, int clusters, int dimension) {
        return Samples.mixture(family, clusters, dimension, new Random(7));
    }

    /** Publishes some versions of a mixture. */
    private static void versions(PretendInstance instance, Mixture mixture, int last) {
        IntStream.rangeClosed(1, last).forEach(version -> instance.publish(version, mixture, -4 - 1.0 / version));
    }

    private static void awaitState(String state) {
        browser.awaitThat("document.getElementById('state').textContent === '" + state + "'");
    }

    private static void explainTheNewest() {
        browser.awaitThat("!document.getElementById('explain-newest').disabled");
        browser.element("explain-newest").click();
    }

    private static void awaitPoints(int number) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> browser.dataOf("scatter", "points") > number);
    }

    @Test
    void withATokenThePageAsksForItAndAStreamWithoutPointsIsSaidInWords() throws Exception {
        try (PretendInstance instance =
                new PretendInstance(0, TOKEN, PretendInstance.named(2), GAUSSIAN, new PartitionShare(2, 2), 1)) {
            browser.open(instance.address());
            enterToken("not-the-token-of-this-page");
            browser.awaitThat("!document.getElementById('token-wrong').hidden");
            enterToken(TOKEN);
            awaitState("no model yet");
            assertThat(browser.text("notice")).startsWith("No model yet");
            assertThat(browser.element("scatter-empty").isDisplayed()).isTrue();
            browser.picture("empty", WIDE, "dark");
            assertThat(browser.complaints())
                    .as("of the browser, about the first answers")
                    .allMatch(line -> line.contains("401") || line.contains("404"));
        }
    }

    private static void enterToken(String token) {
        browser.awaitThat("document.getElementById('token-dialog').open");
        WebElement field = browser.element("token-dialog").findElement(By.name("token"));
        field.sendKeys(token, Keys.ENTER);
    }

    @Test
    void fiftyClustersInSixtyFourFeaturesAreShown() throws Exception {
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 64)) {
            Mixture mixture = mixture(GAUSSIAN, 50, 64);
            versions(instance, mixture, 3);
            browser.open(instance.address());
            awaitState("live");
            awaitPoints(50);
            assertThat(browser.dataOf("scatter", "ellipses")).isEqualTo(50);
            assertThat(browser.element("clusters").findElements(By.cssSelector("tbody tr")))
                    .hasSize(50);
            browser.element("feature-axes").click();
            browser.awaitThat(Browser.axisName("scatter") + ".startsWith('axis 1, ')");
            awaitPoints(50);
            explainTheNewest();
            await().atMost(PATIENCE).until(() -> browser.text("explanation").contains("and 56 more"));
            instance.publish(4, mixture, -4);
            browser.awaitThat("document.getElementById('number-version').textContent === '4'");
            browser.picture("large", WIDE, "light");
            browser.picture("large-phone", PHONE, "dark");
            nothingHangsOverTheEdge();
            browser.assertNoComplaints();
        }
    }

    /** Neither now nor while the charts are as wide as the window was before it was turned. */
    private static void nothingHangsOverTheEdge() {
        browser.widenCharts(2 * PHONE);
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(PHONE);
    }

    @Test
    void aSquareNumberOfYesAndNoIsAPicture() throws Exception {
        Family bernoulli = Families.parse("bernoulli");
        try (PretendInstance instance = PretendInstance.of(bernoulli, 64)) {
            versions(instance, digits(bernoulli), 3);
            browser.open(instance.address());
            awaitState("live");
            browser.awaitThat("document.querySelectorAll('#profiles canvas').length === 3");
            assertThat(browser.number("document.querySelector('#profiles canvas').width"))
                    .isEqualTo(browser.number("document.querySelector('#profiles canvas').height"));
            assertThat(browser.number("""
                (() => {
                  const canvas = document.querySelector('#profiles canvas');
                  const cell = canvas.width / 8;
                  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  const alpha = (x, y) => data[4 * ((y + 0.5) * cell * canvas.width + (x + 0.5) * cell) + 3];
                  return alpha(3, 4) - alpha(0, 0);
                })()
                """))
                    .as("where the first picture has ink")
                    .isGreaterThan(150);
            assertThat(browser.element("scatter").isDisplayed()).isFalse();
            explainTheNewest();
            await().atMost(PATIENCE).until(() -> browser.text("explanation").contains("Share of its distance"));
            browser.picture("digits", WIDE, "light");
            browser.assertNoComplaints();
        }
    }

    /** Three shapes on eight by eight: a bar, a ring, a cross. */
    private static Mixture digits(Family bernoulli) {
        List<Component> shapes = List.of(
                shape(bernoulli, (x, y) -> x == 3 || x == 4),
                shape(bernoulli, (x, y) -> Math.abs(Math.hypot(x - 3.5, y - 3.5) - 3) < 0.8),
                shape(bernoulli, (x, y) -> x == y || x == 7 - y));
        return new Mixture(bernoulli, new double[] {0.5, 0.3, 0.2}, shapes, new long[] {1, 2, 3});
    }

    private interface Ink {
        boolean at(int x, int y);
    }

    private static Component shape(Family bernoulli, Ink ink) {
        double[] probabilities = IntStream.range(0, 64)
                .mapToDouble(at -> ink.at(at % 8, at / 8) ? 0.9 : 0.05)
                .toArray();
        return bernoulli.component(
                Map.of("probabilities", Parameter.vector("probabilities", probabilities)), probabilities.length);
    }

    @Test
    void countsAreBarsAndOneFeatureIsAStrip() throws Exception {
        Family binomial = Families.parse("binomial:20");
        try (PretendInstance instance = PretendInstance.of(binomial, 2)) {
            versions(instance, mixture(binomial, 3, 2), 3);
            browser.open(instance.address());
            awaitState("live");
            browser.awaitThat("document.querySelectorAll('#profiles canvas').length === 3");
            browser.picture("counts", WIDE, "light");
        }
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 1)) {
            versions(instance, mixture(GAUSSIAN, 2, 1), 3);
            browser.open(instance.address());
            awaitState("live");
            awaitPoints(100);
            assertThat(browser.element("feature-choice").isDisplayed())
                    .as("of one feature there is nothing to choose")
                    .isFalse();
            browser.picture("strip", WIDE, "light");
            browser.assertNoComplaints();
        }
    }

    @Test
    void whenNoBrokerAnswersThePageSaysSoAndGoesOnByItself() throws Exception {
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 2)) {
            versions(instance, mixture(GAUSSIAN, 3, 2), 3);
            browser.open(instance.address());
            awaitState("live");
            instance.isWell("no broker has answered for 13 s");
            awaitState("not ready");
            assertThat(browser.text("notice")).isEqualTo("No broker has answered for 13 s. It goes on by itself.");
            browser.picture("broker-down", WIDE, "light");
            instance.isWell();
            awaitState("live");
            assertThat(browser.element("notice").isDisplayed()).isFalse();
            browser.assertNoComplaints();
        }
    }

    @Test
    void whatAProcessorReadsWhileItGetsReadyIsShownOnceItIs() {
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 2)) {
            instance.isWell("the models of before are being read");
            browser.open(instance.address());
            awaitState("not ready");
            instance.recall(6, mixture(GAUSSIAN, 3, 2), -4);
            instance.recall(7, mixture(GAUSSIAN, 3, 2), -4);
            instance.isWell();
            awaitState("live");
            browser.awaitThat("document.getElementById('number-version').textContent === '7'");
            browser.awaitThat("document.getElementById('replay').max === '1'");
            browser.assertNoComplaints();
        }
    }

    @Test
    void aConnectionThatEndsIsMadeAgainAndThePastReadAnew() throws Exception {
        int port;
        Mixture mixture = mixture(GAUSSIAN, 3, 2);
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 2)) {
            port = instance.port();
            versions(instance, mixture, 9);
            browser.open(instance.address());
            awaitState("live");
            browser.awaitThat("document.getElementById('number-version').textContent === '9'");
        }
        awaitState("not connected");
        assertThat(browser.text("notice")).contains("what you see is of before. Trying again.");
        browser.picture("not-connected", WIDE, "light");
        try (PretendInstance again =
                new PretendInstance(port, null, PretendInstance.named(2), GAUSSIAN, new PartitionShare(1, 1), 2)) {
            versions(again, mixture, 4);
            awaitState("live");
            browser.awaitThat("document.getElementById('number-version').textContent === '4'");
            awaitPoints(50);
            again.publish(5, mixture, -4);
            browser.awaitThat("document.getElementById('number-version').textContent === '5'");
            assertThat(browser.complaints())
                    .as("of the browser, while nobody listened")
                    .allMatch(line -> line.contains("/live") || line.contains("ERR_"));
        }
    }

    /** Models and events are the same everywhere; points and counts are those of the instance, and the page says so. */
    @Test
    void eachOfSeveralInstancesSaysWhatItsNumbersAreOf() throws Exception {
        Mixture mixture = mixture(GAUSSIAN, 3, 2);
        try (PretendInstance one =
                        new PretendInstance(0, null, PretendInstance.named(2), GAUSSIAN, new PartitionShare(3, 4), 1);
                PretendInstance other =
                        new PretendInstance(0, null, PretendInstance.named(2), GAUSSIAN, new PartitionShare(1, 4), 2)) {
            for (PretendInstance each : List.of(one, other)) {
                versions(each, mixture, 5);
                each.tell(ModelEvent.Type.DRIFT, 4, List.of(), List.of());
            }
            one.refuse(Reason.NOT_A_POINT);
            String models = opened(one, "3 of 4 partitions", "1");
            assertThat(opened(other, "1 of 4 partitions", "0")).isEqualTo(models);
            browser.picture("instance", WIDE, "light");
            browser.assertNoComplaints();
        }
    }

    /** What the page of an instance shows of the model and of events. */
    private static String opened(PretendInstance instance, String share, String deadLetters) {
        browser.open(instance.address());
        awaitState("live");
        browser.awaitThat("document.getElementById('number-share').textContent === '" + share + "'");
        assertThat(browser.text("number-letters")).isEqualTo(deadLetters);
        browser.awaitThat("document.querySelector('#events .drift')");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> browser.marks().contains("DRIFT"));
        return browser.text("clusters") + browser.text("events") + browser.text("number-version");
    }

    @Test
    void everybodyCanReadAndReachAllOfIt() throws Exception {
        try (PretendInstance instance = PretendInstance.of(GAUSSIAN, 3)) {
            versions(instance, mixture(GAUSSIAN, 4, 3), 12);
            for (ModelEvent.Type type : ModelEvent.Type.values()) {
                instance.tell(type, 12, List.of(1L), List.of(2L));
            }
            Arrays.stream(Reason.values()).forEach(instance::refuse);
            browser.open(instance.address());
            awaitState("live");
            awaitPoints(50);
            explainTheNewest();
            await().atMost(PATIENCE).until(() -> browser.text("explanation").contains("Share of its distance"));
            for (String light : List.of("light", "dark")) {
                browser.look(WIDE, 900, light);
                assertThat(browser.lines(PageRules.FAINT_TEXT)).as(light).isEmpty();
                assertThat(browser.lines(PageRules.FAINT_CONTROLS)).as(light).isEmpty();
            }
            assertThat(browser.lines(PageRules.NAMELESS_CONTROLS)).isEmpty();
            assertThat(browser.lines(PageRules.NAMELESS_PARTS)).isEmpty();
            assertThat(browser.keyboardMisses()).isEmpty();
            assertThat(browser.lines(PageRules.LIVE))
                    .as("what is read out when it changes, and nothing that changes twice a second")
                    .containsExactly("announcer", "explanation", "notice", "number-clusters", "state");
            browser.look(PHONE, 800, "light");
            nothingHangsOverTheEdge();
            browser.assertNoComplaints();
        }
    }
}
