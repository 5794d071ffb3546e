package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.StateChange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The console page in a real browser; {@code -Dconsole.sources=10000} puts more sources behind it. */
class ConsoleIT {

    private static final String TOKEN = "open-sesame";
    private static final int SOURCES = Integer.getInteger("console.sources", 200);
    private static final int ACCOUNTS = 100_000;
    // Markup, a word that no line holds, and an order to write all that follows from right to left.
    private static final String HOSTILE =
            "<img src=x onerror=\\\"document.title='owned'\\\"><b>Bold</b>" + "W".repeat(200) + "\u202E";
    private static final String INVENTORY = """
            sources:
              - id: bip
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: $CREDENTIALS}
                every: 1d
              - id: wrong
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: wrong}
                every: 1d
            """;
    private static final String MORE = """
              - {id: more-%d, provider: infobip, url: $SANDBOX, credentials: {username: a, password: b}, enabled: false}
            """;
    private static final String PROVIDERS = """
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 10s}
            """;

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static RunningFeed feed;
    private static Browser browser;

    @BeforeAll
    static void start() {
        Browser.assumeInstalled();
        sandbox = Sandbox.start(0, Clock.systemUTC());
        sandbox.put("infobip", "{\"key\": \"EEEE\", \"name\": \"" + HOSTILE + "\", \"enabled\": true}");
        String more = IntStream.range(3, SOURCES).mapToObj(MORE::formatted).collect(Collectors.joining());
        feed = RunningFeed.start(folder, sandbox, INVENTORY + more + PROVIDERS, Map.of("feed.http.token", TOKEN));
        for (int from = 1; from <= ACCOUNTS; from += 10_000) {
            store(from, from + 10_000);
        }
        browser = Browser.open(feed.url());
    }

    private static void store(int from, int to) {
        List<AccountState> states = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String json =
                    "{\"provider\":\"infobip\",\"id\":\"N%06d\",\"name\":\"Customer %d\",\"status\":\"%s\",\"balance\""
                                    .formatted(i, i, i % 10 == 0 ? "disabled" : "active")
                            + ":{\"amount\":" + i + ".50,\"currency\":\"EUR\"}}";
            states.add(new AccountState(0, "N%06d".formatted(i), "scope", 1, json, null, 0, null));
        }
        feed.states().store(new StateChange("more-3", states, List.of(), null));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            feed.close();
            sandbox.close();
        }
    }

    @BeforeEach
    void light() {
        browser.look("light", 1280, 900);
        browser.complaints();
    }

    @AfterEach
    void theBrowserHasNothingToComplainOf() {
        // A refused token is told to the browser too.
        assertThat(browser.complaints()).noneMatch(line -> !line.contains("status of 401"));
    }

    @Test
    void theOverviewTellsWhatGoesOnInLessThanASecond() {
        double millis = best("overview");
        System.out.printf("the console loads in %.0f ms with %d sources and %d accounts%n", millis, SOURCES, ACCOUNTS);
        assertThat(millis).isLessThan(1000);
        assertThat(browser.find("h1").getText()).isEqualTo("Overview");
        assertThat(browser.texts(".tiles li"))
                .containsExactly(
                        "2 ok", "1 failing", "0 starting", String.format(Locale.ROOT, "%,d disabled", SOURCES - 3));
        assertThat(browser.find(".tile-number + .dim").getText()).isNotEmpty();
        // Three of Infobip, the hostile one, Voximplant's, and the many.
        assertThat(browser.texts(".tile-number")).contains("100,005");
        assertThat(browser.find("section.sink").getText())
                .contains("file")
                .contains("running")
                .contains("has everything");
        assertThat(browser.find(".panel.wide svg").getAttribute("aria-label"))
                .startsWith("Events per minute in the last hour:")
                .endsWith(feed.sequence() + " together");
        assertThat(browser.texts(".events .event")).hasSize((int) Math.min(12, feed.sequence()));
        browser.sees("#link", "live");
        browser.screenshot("overview-light");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources", "accounts", "account/bip/EEEE", "events", "loaded"})
    void everyViewIsThereInLessThanASecond(String view) {
        double millis = best(view);
        System.out.printf("the view %s is there in %.0f ms%n", view, millis);
        assertThat(millis).isLessThan(1000);
    }

    /** The best of up to ten loads, until one is in time: other tests run on the same machine. */
    private static double best(String view) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 10 && best >= 1000; i++) {
            browser.load(view);
            best = Math.min(best, browser.shown(view.replaceFirst("/.*", "")));
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({"toString, Overview", "nowhere, Overview", "account/bip/%, Account"})
    void aPlaceThatSomebodyMistypedShowsAPage(String place, String heading) {
        browser.driver().get("about:blank");
        browser.driver().get(feed.url() + "/#/" + place);

        browser.sees("h1", heading);
        // The account that there is not.
        browser.complaints();
    }

    @Test
    void whatIsOverdueIsDueNow() {
        browser.load("sources");

        String due = "return import(location.origin + '/console/format.js')"
                + ".then(format => format.due('2020-01-01T00:00:00Z').textContent)";
        assertThat(browser.run(due)).isEqualTo("now");
    }

    @Test
    void sourcesAreSearchedPagedAndChosenByState() {
        browser.load("sources");
        assertThat(browser.texts("tbody tr")).hasSize(50);
        browser.find(".foot button:last-child").click();
        browser.sees(".foot", "page 2");
        browser.find("#q").sendKeys("wro");
        browser.sees(".foot", "1 source");
        assertThat(browser.find("tbody tr").getText()).contains("wrong", "failing", "refused");
        browser.load("sources?state=ok");
        assertThat(browser.texts("tbody th a")).containsExactly("bip", "vox");
        browser.screenshot("sources-light");
    }

    @Test
    void aPollNowNeedsTheTokenWhichStaysInThePage() {
        browser.load("sources?q=bip");
        WebElement button = browser.find("button[aria-label='Poll bip now']");
        button.click();
        browser.find("#token-dialog[open] #token").sendKeys("wrong", Keys.ENTER);
        browser.sees("#notices", "Authorization");
        browser.find("#token-dialog[open] #token").sendKeys(Keys.ESCAPE);
        browser.waitFor(() -> browser.texts("#token-dialog[open]").isEmpty() ? true : null);
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(button);
        long before = feed.status("bip").lastPoll().toEpochMilli();
        button.click();
        browser.find("#token-dialog[open] #token").sendKeys(TOKEN, Keys.ENTER);
        browser.sees("#notices", "bip: ok, 4 accounts");
        assertThat(feed.status("bip").lastPoll().toEpochMilli()).isGreaterThan(before);
        button.click();
        browser.waitFor(() -> browser.texts("#notices .good").size() > 1 ? true : null);
        assertThat(browser.run("return JSON.stringify([localStorage, sessionStorage, document.cookie])"))
                .isEqualTo("[{},{},\"\"]");
        assertThat((String) browser.run("return document.documentElement.outerHTML"))
                .doesNotContain(TOKEN);
    }

    @Test
    void heldDeletesGoOutOnceSomebodyMeansIt() {
        String json = "{\"provider\":\"infobip\",\"id\":\"GONE\",\"name\":\"Gone\",\"status\":\"active\"}";
        AccountState held = new AccountState(0, "GONE", "scope", 1, json, null, 2, "share");
        feed.states().store(new StateChange("more-4", List.of(held), List.of(), null));
        long before = feed.sequence();
        browser.load("sources?q=more-4");
        By accept = By.cssSelector("button[aria-label='Accept the held deletes of more-4']");
        browser.driver().findElement(accept).click();
        browser.sees("#confirm-dialog[open]", "every account of more-4 whose delete is held. That cannot be undone.");
        assertThat(browser.seriousFindings()).isEmpty();
        browser.find("#confirm-no").click();
        browser.waitFor(() -> browser.texts("#confirm-dialog[open]").isEmpty() ? true : null);

        browser.driver().findElement(accept).click();
        browser.find("#confirm-yes").click();
        browser.find("#token-dialog[open] #token").sendKeys(TOKEN, Keys.ENTER);
        browser.sees("#notices", "more-4: held deletes go out");
        browser.waitFor(() -> browser.driver().findElement(accept).isDisplayed() ? null : true);

        assertThat(feed.ops("more-4", before)).containsExactly("d:GONE");
    }

    @Test
    void accountsAreFoundAmongAHundredThousand() {
        browser.load("accounts");
        WebElement field = browser.find("#q");
        long start = System.nanoTime();
        field.sendKeys("omer 99123");
        browser.sees(".foot", "1 account");
        System.out.printf("a search takes %d ms, the typing included%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(browser.find("tbody tr").getText()).contains("N099123", "more-3", "active", "99,123.50 EUR");
        assertThat(browser.driver().switchTo().activeElement()).isEqualTo(field);
        browser.load("accounts?of=bip");
        assertThat(browser.texts("tbody tr")).hasSize(4);
    }

    @Test
    void anAccountShowsItsBalanceOverTimeAndWhatEachEventChanged() {
        for (String balance : List.of("150.25", "90.10", "240.00")) {
            sandbox.update("voximplant", "3456750", "{\"live_balance\": " + balance + "}");
            feed.poll("vox");
        }
        browser.load("account/vox/3456750");
        assertThat(browser.find("svg").getAttribute("aria-label"))
                .startsWith("Balance over time: 240.00 RUR now, at least 90.10 RUR");
        browser.find(".history li:first-child summary").click();
        WebElement changed = browser.find(".difference tr.changed");
        assertThat(changed.getText()).contains("changed", "90.10", "240");
        assertThat(browser.texts(".difference tr.changed th"))
                .containsExactlyInAnyOrder("attributes/live_balance changed", "balance/amount changed");
        browser.screenshot("account-light");
        browser.look("dark", 1280, 900);
        browser.screenshot("account-dark");
    }

    @Test
    void aChangeIsInSightWithinASecondOfItsEvent() {
        browser.load("events");
        browser.sees("#link", "live");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long next = feed.sequence() + 1;
            sandbox.update("infobip", "EEEE", "{\"enabled\": " + (i % 2 == 1) + "}");
            String id = feed.request("bip");
            Object seen = browser.driver()
                    .executeAsyncScript(
                            "const [sequence, done] = arguments;"
                                    + "const look = () => document.querySelector(`[data-sequence='${sequence}'] time`)"
                                    + " ? done(Date.now()) : requestAnimationFrame(look); look()",
                            "%020d".formatted(next));
            feed.result(id);
            long time = Instant.parse(
                            feed.eventsAfter(next - 1).get(0).path("time").asText())
                    .toEpochMilli();
            best = Math.min(best, ((Number) seen).longValue() - time);
        }
        System.out.printf("an event is in sight %d ms after its answer%n", best);
        assertThat(best).isBetween(0L, 999L);
        browser.screenshot("events-light");
    }

    @Test
    void whatAProviderSendsIsText() {
        for (String view : List.of("overview", "accounts?of=bip", "account/bip/EEEE", "events")) {
            browser.load(view);
            browser.sees("main", "<img src=x onerror=");
            assertThat(browser.driver().findElements(By.cssSelector("main img")))
                    .isEmpty();
            assertThat(browser.driver().getTitle()).endsWith("account-feed").doesNotContain("owned");
            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s is as wide as the window", view)
                    .isEqualTo(true);
        }
        String directions = "return [...document.querySelectorAll('.who a, del, ins')]"
                + ".map(name => getComputedStyle(name).unicodeBidi)";
        assertThat((List<?>) browser.run(directions)).isNotEmpty().allMatch("isolate"::equals);
    }

    @Test
    void aPageThatGotNoAnswerIsThereOnceTheFeedIsBack() {
        browser.load("overview");
        browser.sees("#link", "live");
        browser.run(
                "window.well = fetch; fetch = async () => { throw new TypeError(); }; dispatchEvent(new Event('pagehide'))");
        browser.sees("#link", "no connection");
        browser.run("location.hash = '#/accounts'");
        browser.sees("main [role=status]", "the feed does not answer");
        browser.run("fetch = well");
        browser.sees("main [role=status]", "50 accounts");
    }

    @Test
    void theKeyboardIsEnough() {
        browser.load("overview");
        press(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to the content");
        press(Keys.ENTER);
        assertThat(browser.driver().switchTo().activeElement().getTagName()).isEqualTo("main");
        browser.load("overview");
        press(Keys.TAB, Keys.TAB);
        List<String> walk = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            walk.add(focused());
            press(Keys.TAB);
        }
        assertThat(walk).containsExactly("Overview", "Sources", "Accounts", "Events", "Loaded", "Token");
        browser.load("overview");
        press(Keys.TAB, Keys.TAB, Keys.TAB, Keys.ENTER);
        browser.sees("h1", "Sources");
        assertThat(focused()).isEqualTo("Sources");
    }

    private static void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(browser.driver()).sendKeys(key).perform();
        }
    }

    private static String focused() {
        return browser.driver().switchTo().activeElement().getText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "account/vox/3456750"})
    void everybodyCanUseItInTheLightToo(String view) {
        browser.load(view);
        assertThat(browser.seriousFindings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"overview", "sources?state=ok", "accounts?of=bip", "account/vox/3456750", "events", "loaded"})
    void everybodyCanUseIt(String view) {
        browser.load(view);
        Object light = browser.run("return getComputedStyle(document.body).backgroundColor");
        browser.look("dark", 1280, 900);
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        String name = view.replaceFirst("[/?].*", "");
        browser.screenshot(name + "-dark");
        browser.look("dark", 360, 740);
        assertThat(((Number) browser.run("return document.documentElement.scrollWidth")).intValue())
                .as("no wider than the phone")
                .isLessThanOrEqualTo(360);
        assertThat(browser.seriousFindings()).isEmpty();
        browser.screenshot(name + "-phone");
    }
}
