package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's chromium on the console page. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final String AXE = "/axe.min.js";

    private final ChromeDriver driver;
    private final String url;

    private Browser(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    /** Skips the tests where there is no browser. */
    static void assumeInstalled() {
        assumeThat(Files.exists(CHROMIUM) && Files.exists(DRIVER))
                .as("skipped: chromium and chromium-driver are not on this machine; CI installs them")
                .isTrue();
    }

    static Browser open(String url) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run");
        options.addArguments("--disable-background-networking", "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
        return new Browser(driver, url);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Loads the page anew, at one of its views, and waits until that shows something. */
    void load(String view) {
        driver.get("about:blank");
        driver.get(url + "/#/" + view);
        shown(view.replaceFirst("[/?].*", ""));
    }

    /** Milliseconds from the begin of the load until the view had all that it shows. */
    double shown(String view) {
        return waitFor(() -> {
            Object millis = run("return performance.getEntriesByName('shown-' + arguments[0]).at(-1)?.startTime", view);
            return millis == null ? null : ((Number) millis).doubleValue();
        });
    }

    <T> T waitFor(java.util.function.Supplier<T> what) {
        return new WebDriverWait(driver, Duration.ofSeconds(10), Duration.ofMillis(20)).until(any -> what.get());
    }

    WebElement find(String css) {
        return waitFor(() -> driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Waits until one of the elements has the text somewhere. */
    void sees(String css, String text) {
        waitFor(() -> {
            Object all =
                    run("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('\\n')", css);
            return String.valueOf(all).contains(text) ? true : null;
        });
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The page in light or dark, as wide as a screen. */
    void look(String scheme, int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What axe finds that keeps people from using the page: {@code rule: element}. */
    List<String> seriousFindings() {
        if (run("return typeof axe").equals("undefined")) {
            run(axe() + "\nwindow.axe = axe;");
        }
        Object found = driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run({resultTypes: ['violations']}).then(r => done(JSON.stringify(r.violations)),"
                + " e => done(JSON.stringify([{impact: 'serious', id: String(e), nodes: []}])))");
        List<String> findings = new ArrayList<>();
        for (JsonNode violation : Json.tree((String) found)) {
            String impact = violation.path("impact").asText();
            if (impact.equals("serious") || impact.equals("critical")) {
                violation
                        .path("nodes")
                        .forEach(node -> findings.add(violation.path("id").asText() + ": "
                                + node.path("html").asText() + " "
                                + node.path("failureSummary").asText()));
            }
        }
        return findings;
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
            assertThat(in).as(AXE).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser has complained of since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
