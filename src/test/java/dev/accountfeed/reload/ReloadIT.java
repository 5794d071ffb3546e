package dev.accountfeed.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.LogLines;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.CurrentSettings;
import dev.accountfeed.config.Finding;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.source.Absences;
import dev.accountfeed.source.AccountEnricher;
import dev.accountfeed.source.AccountMapper;
import dev.accountfeed.source.Answers;
import dev.accountfeed.source.Observations;
import dev.accountfeed.source.PollOutcomes;
import dev.accountfeed.source.PollSteps;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saves while sources are polled every 200 ms: good ones, broken ones, in any order. */
class ReloadIT {

    private static final int SAVES = Integer.getInteger("chaos.saves", 20);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final String VOXIMPLANT_ACCOUNT = "3456750";

    private static final String ONE = """
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 5s}
              infobip: {concurrency: 4, requestsPerSecond: 10000, timeout: 5s}
            sources:
              - id: one
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 200ms
            """;
    private static final String ANOTHER = """
              - id: two
                provider: infobip
                url: $SANDBOX
                credentials: {username: Aladdin, password: open sesame}
                every: 1d
            """;
    private static final String VOX = """
            providers:
              voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 5s}
            sources:
              - id: vox
                provider: voximplant
                url: $VOXIMPLANT
                credentials: {file: voximplant.json}
                every: 200ms
            """;

    @TempDir
    private Path folder;

    private String lastMistake = "";

    @Test
    void noPollIsMissedOrDoubledAndNoEventLostOrRepeatedWhateverIsSaved() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        Random random = new Random(seed);
        try (EditedFeed feed = new EditedFeed(folder);
                Heartbeat heartbeat = new Heartbeat()) {
            Saves saves = new Saves(feed, random);
            feed.start(saves.inventory("10"));
            PollLog polls = new PollLog(feed.sandbox.requests(), feed.bean("poller", Poller.class));
            await().until(() -> feed.lastEvent() >= 1 + 3 * Saves.STILL.size());
            List<Boolean> order = new ArrayList<>(Collections.nCopies(SAVES, true));
            order.addAll(Collections.nCopies(SAVES, false));
            Collections.shuffle(order, random);
            int change = 0;
            for (boolean sound : order) {
                // Some change falls into every reload.
                feed.sandbox.update("voximplant", VOXIMPLANT_ACCOUNT, "{\"balance\": " + (100 + ++change) + "}");
                if (sound) {
                    taken(feed, saves, seed);
                } else {
                    refused(feed, random, seed);
                }
                polls.collect();
                String balance = String.valueOf(100 + change);
                await().atMost(EditedFeed.PATIENCE)
                        .until(() -> lastBalance(feed).equals(balance));
            }
            Instant quiet = Instant.now();
            await().until(() -> Instant.now().isAfter(quiet.plusSeconds(2)));
            polls.collect();
            assertThat(feed.bean("poller", Poller.class).status())
                    .extracting(SourceStatus::id)
                    .containsExactlyInAnyOrderElementsOf(saves.sources());
            polls(polls, saves, quiet, heartbeat, seed);
            events(feed, change);
        }
    }

    @Test
    void everyKindOfMistakeIsFoundAsideAndToldWithFileAndLine() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(new Saves(feed, new Random(1)).inventory("10"));
            RouteSets aside = new RouteSets(feed.main().getCamelContext(), feed.files.config(), feed.files.routes());
            aside.beans((registry, providers) -> {
                Answers answers = new Answers(folder, Clock.systemUTC()).prepared(providers);
                registry.bind("answers", answers);
                registry.bind("accountEnricher", new AccountEnricher(answers));
                AccountMapper mapper = new AccountMapper().prepared(providers);
                registry.bind("accountMapper", mapper);
                PollSteps.bind(registry, answers, mapper);
                AccountStateRepository states = feed.bean("states", AccountStateRepository.class);
                PollSteps.bind(registry, new Observations(states), feed.bean("pollOutcomes", PollOutcomes.class));
                registry.bind("absences", new Absences(states));
            });
            ApplicationRoutes application = new ApplicationRoutes(
                    feed.main().getCamelContext(), aside.contexts(), aside.routes(), aside::faults);
            List<Mistakes.Mistake> mistakes = Mistakes.of(feed.files);
            for (Mistakes.Mistake mistake : mistakes) {
                String good = LiveFiles.read(mistake.file());
                mistake.save();
                assertThatThrownBy(() -> {
                            try (Candidate candidate = aside.read()) {
                                application.step(Set.of()).check();
                                candidate.start();
                            }
                        })
                        .as(mistake.name())
                        .isInstanceOfSatisfying(
                                ConfigurationException.class, told -> mistake.assertTold(told.findings()));
                LiveFiles.save(mistake.file(), good);
            }
            System.out.println(mistakes.size() + " kinds of mistake");
            assertThat(aside.running()).isZero();
        }
    }

    @Test
    void theHttpInterfaceGoesOnWithNewRoutesAndTheNewToken() throws Exception {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.edit(feed.files.settings(), text -> text + "feed.http.token = one\n");
            feed.start(ONE);
            assertThat(post(feed, "one")).isEqualTo(202);

            feed.after(() -> LiveFiles.edit(
                    feed.files.settings(), text -> text.replace("feed.http.token = one", "feed.http.token = two")));
            assertThat(post(feed, "one")).isEqualTo(401);
            assertThat(post(feed, "two")).isEqualTo(202);

            Path http = feed.files.routes().resolve("triggers/http.camel.yaml");
            Reload reload = feed.after(
                    () -> LiveFiles.edit(http, text -> text.replaceFirst("path: /api/sources\n", "path: /api/all\n")));
            assertThat(reload.findings()).isEmpty();
            assertThat(get(feed, "/api/all")).isEqualTo(200);
            assertThat(get(feed, "/api/sources")).isEqualTo(404);
            assertThat(get(feed, "/api/sources/none"))
                    .as("errors are answered as before")
                    .isEqualTo(404);
            assertThat(post(feed, "two")).isEqualTo(202);
        }
    }

    private static int post(EditedFeed feed, String token) throws Exception {
        return status(HttpRequest.newBuilder(URI.create(feed.url() + "/api/sources/one/poll"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static int get(EditedFeed feed, String path) throws Exception {
        return status(HttpRequest.newBuilder(URI.create(feed.url() + path)));
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aSwappedLinkIsNoticedAsAMountedConfigMapIsChanged() throws Exception {
        try (EditedFeed feed = new EditedFeed(folder)) {
            Path config = feed.files.config();
            LiveFiles.save(config.resolve("..1/sources.yaml"), feed.resolved(ONE));
            LiveFiles.save(config.resolve("..2/sources.yaml"), feed.resolved(ONE + ANOTHER));
            Files.createSymbolicLink(config.resolve("..data"), Path.of("..1"));
            Files.createSymbolicLink(config.resolve("sources.yaml"), Path.of("..data/sources.yaml"));
            feed.start();
            Instant swapped = Instant.now();
            Reload reload = feed.after(() -> {
                try {
                    Path next = Files.createSymbolicLink(config.resolve("..data_tmp"), Path.of("..2"));
                    Files.move(
                            next,
                            config.resolve("..data"),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(reload.changes()).contains("sources added two");
            await().until(() -> feed.status("two").lastPoll() != null);
            System.out.println("polled "
                    + Duration.between(swapped, feed.status("two").lastPoll()).toMillis()
                    + " ms after a link was swapped");
        }
    }

    @Test
    void aChangedMappingReadsAnewWhatTheProviderAnswersAsBefore() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            // Some equal answers.
            long polls = feed.sandbox.requests().count("infobip", "/settings/1/accounts") + 5;
            await().until(() -> feed.sandbox.requests().count("infobip", "/settings/1/accounts") > polls);
            long discovered = feed.lastEvent();
            assertThat(discovered).isPositive();

            Path mapping = feed.files.routes().resolve("infobip/infobip-account.jq");
            List<String> log = LogLines.of(Level.WARN, () -> assertThat(feed.after(() -> LiveFiles.edit(
                                    mapping, text -> text.replace("name: .name", "name: (.name + \"!\")")))
                            .taken())
                    .isTrue());

            assertThat(log)
                    .as("the fixtures still expect the names as they come")
                    .anyMatch(line -> line.contains("a fixture expects something else: ")
                            && line.contains("infobip/fixtures/")
                            && line.contains("/name: expected "));
            await().until(() -> feed.lastEvent() == 2 * discovered);
        }
    }

    @Test
    void aRouteConfigurationIsChangedAndNotTakenAwayFromRoutesThatNameIt() throws IOException {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            Path file = feed.files.routes().resolve("triggers/route-configurations.camel.yaml");
            String text = Files.readString(file);

            assertThat(feed.after(() -> LiveFiles.save(file, text + "# another\n"))
                            .findings())
                    .isEmpty();
            assertThat(feed.after(() -> LiveFiles.delete(file)).findings())
                    .extracting(Finding::message)
                    .contains("there is no route configuration `http-errors` in triggers/ or sinks/; remove it");
            LiveFiles.save(file, text);
            assertThat(feed.after(() -> LiveFiles.save(feed.files.inventory(), feed.resolved(ONE + ANOTHER)))
                            .changes())
                    .contains("sources added two");
        }
    }

    @Test
    void routesThatASavedPatternLeavesOutAreThereUntilTheNextStart() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);

            Reload reload = feed.after(() ->
                    LiveFiles.edit(feed.files.settings(), text -> text + "camel.main.routesExcludePattern = **\n"));

            assertThat(reload.restart()).containsExactly("camel.main.routesExcludePattern");
            assertThat(feed.bean("routeSet", RouteSet.class).has("account-poll"))
                    .isTrue();
        }
    }

    @Test
    void aBeanStepWithoutItsMethodIsNotTaken() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            Path timer = feed.files.routes().resolve("triggers/timer.camel.yaml");

            Reload reload =
                    feed.after(() -> LiveFiles.edit(timer, text -> text.replace("            method: pollDue\n", "")));

            assertThat(reload.findings())
                    .extracting(Finding::toString)
                    .containsExactly(
                            timer
                                    + ":15:18: the bean `poller` has several methods; write under `method` which one is called");
        }
    }

    @Test
    void aProviderThatHangsDoesNotHoldUpAReloadAndItsPollEndsAsItBegan() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE + ANOTHER);
            await().until(() -> feed.status("one").lastPoll() != null);
            RouteSet before = feed.bean("routeSet", RouteSet.class);
            feed.sandbox.fault("infobip", "hang");
            await().until(() -> feed.status("one").polling());
            Instant polled = feed.status("one").lastPoll();

            Reload reload =
                    feed.after(() -> LiveFiles.edit(feed.files.inventory(), text -> text.replace("id: two", "id: three")
                            .replace("1d", "1s")));

            assertThat(reload.taken()).isTrue();
            assertThat(feed.status("one").polling()).as("the poll still hangs").isTrue();
            assertThat(feed.status("one").lastPoll()).isEqualTo(polled);
            assertThat(before.isStopped()).isFalse();
            feed.sandbox.clearFaults();
            await().atMost(EditedFeed.PATIENCE).until(before::isStopped);
            await().until(() -> feed.status("one").outcome() == Outcome.OK);
            // Its first poll hung too, and its time may have been up meanwhile.
            await().until(() -> feed.status("three").outcome() == Outcome.OK);
        }
    }

    @Test
    void aKeyIsSwappedUnderLoadWithoutAFailedPoll() throws Exception {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(VOX);
            await().until(() -> feed.status("vox").keyId() != null);
            Path file = feed.files.config().resolve("voximplant.json");
            String old = feed.status("vox").keyId();
            String fresh = feed.sandbox.voximplantCredentials(file);
            await().atMost(EditedFeed.PATIENCE)
                    .until(() -> fresh.equals(feed.status("vox").keyId()));
            feed.sandbox.revokeVoximplantKey(old);

            // A key that the provider does not know: the one that works goes on.
            Path elsewhere = folder.resolve("elsewhere.json");
            feed.sandbox.revokeVoximplantKey(feed.sandbox.voximplantCredentials(elsewhere));
            long before = feed.credentials("voximplant");
            LiveFiles.replace(file, LiveFiles.read(elsewhere));
            await().atMost(EditedFeed.PATIENCE).until(() -> feed.credentials("voximplant") > before);
            int calls = feed.sandbox.requests().count("voximplant");
            await().until(() -> feed.sandbox.requests().count("voximplant") > calls + 5);

            assertThat(feed.status("vox").keyId()).isEqualTo(fresh);
            assertThat(feed.failedPolls("vox")).isEmpty();
            assertThat(feed.credentials("voximplant"))
                    .as("the refused key is not tried with each poll")
                    .isEqualTo(before + 1);
        }
    }

    @Test
    void aPasswordTakesOverOnceItHasWorked() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            await().until(() -> feed.status("one").lastPoll() != null);
            feed.after(
                    () -> LiveFiles.edit(feed.files.inventory(), text -> text.replace("open sesame", "shut sesame")));
            await().until(() ->
                    feed.sandbox.requests().entries("infobip").stream().anyMatch(entry -> entry.status() == 401));
            int calls = feed.sandbox.requests().count("infobip");
            await().until(() -> feed.sandbox.requests().count("infobip") > calls + 3);
            assertThat(feed.failedPolls("one")).isEmpty();

            feed.sandbox.infobipUser("Aladdin", "shut sesame too");
            feed.after(() ->
                    LiveFiles.edit(feed.files.inventory(), text -> text.replace("shut sesame", "shut sesame too")));
            await().until(() -> feed.status("one").outcome() == Outcome.OK);
        }
    }

    @Test
    void aTriggerThatDoesNotStartLeavesAllAsItWas() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            Path timer = feed.files.routes().resolve("triggers/timer.camel.yaml");
            RouteSet routes = feed.bean("routeSet", RouteSet.class);
            // Camel finds only when it starts that the endpoint has a consumer already.
            Reload reload = feed.after(() -> LiveFiles.edit(timer, text -> text + """

                    - route:
                        id: second-consumer
                        description: Begins where the file sink's route does
                        from:
                          uri: direct
                          parameters:
                            name: account-events-file
                          steps:
                            - stop: {}
                    """));
            assertThat(reload.taken()).isFalse();
            assertThat(reload.findings().toString()).contains("second-consumer");
            assertThat(feed.bean("routeSet", RouteSet.class)).isSameAs(routes);
            Instant failed = Instant.now();
            await().until(() -> feed.status("one").lastPoll().isAfter(failed));
        }
    }

    @Test
    void settingsChangeLiveOrAreNamedForARestart() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            Reload reload = feed.after(() -> LiveFiles.edit(
                    feed.files.settings(), text -> text.replace("feed.events.keep = 7d", "feed.events.keep = 9d")
                            .replace("camel.component.http.soTimeout = 15000", "camel.component.http.soTimeout = 14000")
                            .replace("feed.name = account-feed", "feed.name = other-feed")));
            assertThat(reload.taken()).isTrue();
            assertThat(reload.changes().toString()).contains("camel.component.http.soTimeout", "feed.events.keep");
            assertThat(reload.restart()).containsExactly("feed.name");
            assertThat(feed.bean("settings", CurrentSettings.class).get().eventsKeep())
                    .isEqualTo(Duration.ofDays(9));
        }
    }

    @Test
    void settingsThatWouldNotStartTheFeedAreNotTakenByAReload() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            feed.start(ONE);
            Reload reload = feed.after(() ->
                    LiveFiles.edit(feed.files.settings(), text -> text.substring(0, text.indexOf("# == Calls to"))));
            assertThat(reload.taken()).isFalse();
            assertThat(reload.findings()).asString().contains("the feed would not be started");
        }
    }

    @Test
    void aPlaceholderOfTheUsersOwnTakesItsNewValueInTriggersToo() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.edit(feed.files.settings(), text -> text + "my.tick = 50\n");
            LiveFiles.edit(
                    feed.files.routes().resolve("triggers/timer.camel.yaml"),
                    text -> text.replaceFirst("period: 50", "period: \"{{my.tick}}\""));
            feed.start(ONE);
            Reload reload = feed.after(
                    () -> LiveFiles.edit(feed.files.settings(), text -> text.replace("my.tick = 50", "my.tick = 60")));
            assertThat(reload.changes()).contains("settings my.tick");
            assertThat(feed.main()
                            .getCamelContext()
                            .getRoute("timer-poll")
                            .getEndpoint()
                            .getEndpointUri())
                    .contains("period=60");
        }
    }

    @Test
    void aPlaceholderThatMayBeLeftOutAndOneBehindAnotherTakeTheirNewValuesInTriggersToo() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.edit(
                    feed.files.settings(), text -> text + "my.tick = 50\nmy.base = 600000\nmy.prune = {{my.base}}\n");
            LiveFiles.edit(feed.files.routes().resolve("triggers/timer.camel.yaml"), text -> text.replaceFirst(
                            "period: 50", "period: \"{{?my.tick}}\"")
                    .replaceFirst("period: 600000", "period: \"{{my.prune}}\""));
            feed.start(ONE);

            feed.after(
                    () -> LiveFiles.edit(feed.files.settings(), text -> text.replace("my.tick = 50", "my.tick = 60")));
            assertThat(endpoint(feed, "timer-poll")).contains("period=60");

            feed.after(() -> LiveFiles.edit(
                    feed.files.settings(), text -> text.replace("my.base = 600000", "my.base = 700000")));
            assertThat(endpoint(feed, "timer-prune")).contains("period=700000");
        }
    }

    @Test
    void aSettingThatATriggerDoesNotStartWithLeavesAllAsItWas() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.edit(feed.files.settings(), text -> text + "my.door = mine\n");
            LiveFiles.edit(feed.files.routes().resolve("triggers/timer.camel.yaml"), text -> text + """

                    - route:
                        id: my-door
                        description: Begins where a setting says
                        from:
                          uri: direct
                          parameters:
                            name: "{{my.door}}"
                          steps:
                            - stop: {}
                    """);
            feed.start(ONE);

            // Camel finds only when it starts that the endpoint has a consumer already.
            Reload reload = feed.after(() -> LiveFiles.edit(
                    feed.files.settings(), text -> text.replace("my.door = mine", "my.door = account-events-file")));

            assertThat(reload.taken()).isFalse();
            assertThat(endpoint(feed, "my-door")).isEqualTo("direct://mine");
            Instant failed = Instant.now();
            await().until(() -> feed.status("one").lastPoll().isAfter(failed));
        }
    }

    private static String endpoint(EditedFeed feed, String route) {
        return feed.main().getCamelContext().getRoute(route).getEndpoint().getEndpointUri();
    }

    @Test
    void theRouteOfASinkIsReplacedWhileItsBrokersAreDown() {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.edit(feed.files.settings(), text -> text.replace("feed.sinks = file", "feed.sinks = file,kafka")
                    .replaceFirst(
                            "(?m)^camel.component.kafka.brokers = .*", "camel.component.kafka.brokers = 127.0.0.1:1"));
            feed.start(ONE);
            Path kafka = feed.files.routes().resolve("sinks/kafka.camel.yaml");
            Reload reload =
                    feed.after(() -> LiveFiles.edit(kafka, text -> text.replace("Sends a batch", "Delivers a batch")));
            assertThat(reload.findings()).isEmpty();
            assertThat(feed.main()
                            .getCamelContext()
                            .getRoute("account-events-kafka")
                            .getDescription())
                    .startsWith("Delivers");
            long before = feed.lastEvent();
            feed.sandbox.update("infobip", feed.sandbox.ids("infobip").get(1), "{\"name\": \"other\"}");
            await().until(() -> feed.lastEvent() > before);
            await().until(() -> feed.bean("fileRelay", Relay.class).status().position() == feed.lastEvent());
        }
    }

    @Test
    void jarRoutesAndConfigStartUnderAnOrdinaryCamelMain() throws Exception {
        try (EditedFeed feed = new EditedFeed(folder)) {
            LiveFiles.save(feed.files.inventory(), feed.resolved(ONE));
            Path own = folder.resolve("my-application.properties");
            LiveFiles.save(own, """
                    feed.config = %s
                    feed.routes = %s
                    feed.data = %s
                    camel.server.port = 0
                    camel.management.enabled = false
                    """.formatted(feed.files.config(), feed.files.routes(), feed.files.data()));
            Main main = new Main();
            main.setPropertyPlaceholderLocations("file:" + own + ",file:" + feed.files.settings());
            main.start();
            try {
                Poller poller = main.getCamelContext().getRegistry().lookupByNameAndType("poller", Poller.class);
                await().until(() -> poller.status().get(0).outcome() == Outcome.OK);
            } finally {
                main.stop();
            }
        }
    }

    /** The file before, that was broken, may be mended by a reload of its own or by this one. */
    private static void taken(EditedFeed feed, Saves saves, long seed) {
        long before = feed.reloads().taken();
        String name = saves.save().getFileName().toString();
        await(name + ", seed " + seed)
                .pollInterval(Duration.ofMillis(10))
                .atMost(EditedFeed.PATIENCE)
                .until(() -> feed.reloads().taken() > before
                        && feed.reloads()
                                .last()
                                .orElseThrow()
                                .changes()
                                .toString()
                                .contains(name));
    }

    private void refused(EditedFeed feed, Random random, long seed) {
        // The same as before would be no change, where it is saved before its mending was seen.
        List<Mistakes.Mistake> kinds = Mistakes.of(feed.files).stream()
                .filter(kind -> !kind.name().equals(lastMistake))
                .toList();
        Mistakes.Mistake mistake = kinds.get(random.nextInt(kinds.size()));
        lastMistake = mistake.name();
        String good = LiveFiles.read(mistake.file());
        long before = feed.reloads().refused();
        mistake.save();
        await(mistake.name() + ", seed " + seed)
                .pollInterval(Duration.ofMillis(10))
                .atMost(EditedFeed.PATIENCE)
                .until(() -> feed.reloads().refused() > before);
        mistake.assertTold(feed.reloads().last().orElseThrow().findings());
        LiveFiles.save(mistake.file(), good);
    }

    private static void polls(PollLog polls, Saves saves, Instant quiet, Heartbeat heartbeat, long seed) {
        Duration longest = Duration.ZERO;
        long count = 0;
        long missed = 0;
        long doubled = 0;
        long slow = 0;
        List<String> untouched = new ArrayList<>(Saves.STILL);
        untouched.add(VOXIMPLANT_ACCOUNT);
        for (String caller : untouched) {
            String source = caller.equals(VOXIMPLANT_ACCOUNT) ? "vox" : caller;
            List<Instant> times = polls.of(caller);
            count += times.size();
            doubled += PollLog.doubled(source, EVERY, times);
            for (int i = 1; i < times.size(); i++) {
                Duration gap = Duration.between(times.get(i - 1), times.get(i));
                slow = Math.max(slow, gap.toMillis());
                // A poll goes through three threads: timer, poll, provider. Each may wait for the machine as ours did.
                Duration own = gap.minus(
                                heartbeat.late(times.get(i - 1), times.get(i)).multipliedBy(3))
                        .minus(polls.took(source, times.get(i - 1)));
                longest = own.compareTo(longest) > 0 ? own : longest;
                missed += own.compareTo(EVERY.multipliedBy(2)) > 0 ? 1 : 0;
            }
        }
        System.out.printf(
                "%d saves, %d polls of %d untouched sources: longest gap %d ms, without the polls' own time and the"
                        + " machine's delays %d ms;"
                        + " %d missed, %d doubled (seed %d)%n",
                2 * SAVES, count, untouched.size(), slow, longest.toMillis(), missed, doubled, seed);
        assertThat(longest).isLessThan(Duration.ofSeconds(1));
        assertThat(doubled).as("doubled, seed %s", seed).isZero();
        assertThat(missed).as("missed, seed %s", seed).isZero();
        for (String source : saves.sources()) {
            String caller = source.equals("vox") ? VOXIMPLANT_ACCOUNT : source;
            List<Instant> times =
                    polls.of(caller).stream().filter(quiet::isBefore).toList();
            assertThat(times).as("%s is polled on, seed %s", source, seed).isNotEmpty();
        }
    }

    private static String lastBalance(EditedFeed feed) {
        return feed.bean("eventLog", EventLog.class).after(feed.lastEvent() - 20, 100).stream()
                .map(event -> Json.tree(event.json()))
                .filter(event -> event.path("subject").asText().equals(VOXIMPLANT_ACCOUNT))
                .reduce((first, second) -> second)
                .map(event -> event.at("/data/after/attributes/balance").asText())
                .orElse("");
    }

    /** Each of the account's changes made one event; what the sink has is whole. */
    private void events(EditedFeed feed, int changes) throws IOException {
        List<String> lines = new ArrayList<>();
        await().until(() -> {
            lines.clear();
            try (Stream<Path> files = Files.list(feed.files.data().resolve("events"))) {
                for (Path file : files.sorted().toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
            return lines.size() == feed.lastEvent();
        });
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        lines.forEach(line -> verifier.accept("line", line));
        assertThat(problems).isEmpty();
        assertThat(lines.stream().filter(line -> line.contains("\"op\":\"u\""))).hasSize(changes);
    }
}
