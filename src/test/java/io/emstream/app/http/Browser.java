package io.emstream.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SHOTS = Path.of("target", "dashboard");
    private static final int NARROW = 500;

    /** The names of all that the keyboard must come to. */
    private static final String REACHABLE = """
        const controls = [...document.querySelectorAll('button:enabled, select:enabled, input:enabled, [tabindex]')]
          .filter((control) => control.checkVisibility() && !control.closest('dialog:not([open])'))
          .map((control) => control.id || control.dataset.id || control.className);
        return controls;
        """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Where a program is; none if it is not installed. */
    static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether there is one. */
    static boolean isInstalled() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    static Browser start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow().toString());
        // Of the page under test nothing needs to be kept apart, and a sandbox is not to be had in a container.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        options.addArguments("--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Takes a size and a light, {@code light} or {@code dark}. */
    void look(int width, int height, String light) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", light))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < NARROW));
    }

    /** Opens a page; what the one before has said is forgotten. */
    void open(String address) {
        driver.get("about:blank");
        complaints();
        driver.get(address);
    }

    /** What an expression of JavaScript is. */
    Object value(String expression) {
        return Objects.requireNonNull(driver.executeScript("return " + expression), expression);
    }

    /** A number that an expression of JavaScript is. */
    double number(String expression) {
        return ((Number) value(expression)).doubleValue();
    }

    /** How many items the data of a chart have in all its series, or in the one of this id. */
    double dataOf(String chart, String seriesId) {
        return number("echarts.getInstanceByDom(document.getElementById('" + chart + "')).getOption().series"
                + (seriesId.isEmpty() ? "" : ".filter(s => s.id === '" + seriesId + "')")
                + ".reduce((sum, s) => sum + s.data.length, 0)");
    }

    /** The name of a chart's horizontal axis, in JavaScript. */
    static String axisName(String chart) {
        return "echarts.getInstanceByDom(document.getElementById('" + chart + "')).getOption().xAxis[0].name";
    }

    /** What is marked on the log-likelihood. */
    Set<String> marks() {
        Object names = value("""
            echarts.getInstanceByDom(document.getElementById('likelihood')).getOption().series
              .flatMap((series) => series.markLine?.data ?? []).map((mark) => mark.name ?? '').join(', ')
            """);
        return Stream.of(names.toString().split(", ", -1)).collect(Collectors.toSet());
    }

    /** What a function body of JavaScript returns, as lines. */
    List<String> lines(String body) {
        List<?> lines = (List<?>) Objects.requireNonNull(driver.executeScript(body));
        return lines.stream().map(Object::toString).toList();
    }

    /** The controls that the tab key does not come to, going once round the page. */
    List<String> keyboardMisses() {
        driver.executeScript("""
            window.reached = new Set();
            document.addEventListener('focusin', ({ target }) => window.reached.add(target.id || target.dataset.id || target.className));
            document.activeElement.blur();
            scrollTo(0, 0);
            """);
        int controls = lines(REACHABLE).size();
        for (int presses = 0; presses < controls + 3; presses++) {
            new Actions(driver).sendKeys(Keys.TAB).perform();
        }
        return lines(
                REACHABLE.replace("return controls", "return controls.filter((name) => !window.reached.has(name))"));
    }

    /** Makes all charts as wide as this, in pixels, as they are when a window has just become narrow. */
    void widenCharts(int width) {
        driver.executeScript("""
            for (const element of document.querySelectorAll('[_echarts_instance_]')) {
              echarts.getInstanceByDom(element).resize({ width: arguments[0] });
            }
            """, width);
    }

    WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    /** Clicks on what may be made anew at any time. */
    void click(String selector) {
        driver.executeScript("document.querySelector(arguments[0]).click()", selector);
    }

    String text(String id) {
        return element(id).getText();
    }

    /** Clicks into the scatter at the first point that is drawn. */
    void clickAPoint() {
        driver.executeScript("""
            const element = document.getElementById('scatter');
            const chart = echarts.getInstanceByDom(element);
            const points = chart.getOption().series.find((s) => s.id === 'points').data;
            const [x, y] = chart.convertToPixel({ seriesId: 'points' }, points[points.length - 1].value);
            const box = element.getBoundingClientRect();
            for (const type of ['mousedown', 'mouseup', 'click']) {
              const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
              element.querySelector('canvas').dispatchEvent(new MouseEvent(type, at));
            }
            """);
    }

    /** Waits until an expression of JavaScript is true. */
    void awaitThat(String expression) {
        awaitThat(expression, PATIENCE);
    }

    /** The same with other patience. */
    void awaitThat(String expression, Duration patience) {
        try {
            await(expression).atMost(patience).until(() -> Boolean.TRUE.equals(value("Boolean(" + expression + ")")));
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(expression + " never came true; the console says " + complaints(), never);
        }
    }

    /** Keeps a picture of the whole page. */
    void picture(String name, int width, String light) throws IOException {
        Files.createDirectories(SHOTS);
        look(width, NARROW, light);
        look(width, (int) number("document.documentElement.scrollHeight"), light);
        value("new Promise((drawn) => setTimeout(() => requestAnimationFrame(() => drawn(true)), 1200))");
        Files.write(SHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the console has said since the last time that is a warning or worse. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void assertNoComplaints() {
        assertThat(complaints()).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
