package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.Authenticator.Authorization;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.AccountChangeDetector;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.state.SourceState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One fixture on the way of a poll, from the received body to the event, without routes and without a network. */
final class FixtureReplay {

    /** Nothing that is replayed depends on the time. */
    private static final Clock NO_TIME = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final YamlDocument fixture;
    private final Report report;
    private final Source source;
    private final Answers answers = new Answers(Path.of(System.getProperty("java.io.tmpdir")), NO_TIME);
    private final ArrayNode accounts = Json.MAPPER.createArrayNode();

    private FixtureReplay(YamlDocument fixture, Report report, Source source) {
        this.fixture = fixture;
        this.report = report;
        this.source = source;
    }

    /** A fixture to replay; empty where its options are not what the provider takes. */
    static Optional<FixtureReplay> of(YamlDocument fixture, Provider provider, Report report) {
        Map<String, JsonNode> options = new OptionsReader(provider).read(new Entry(fixture, report, ""));
        if (!report.findings().isEmpty()) {
            return Optional.empty();
        }
        URI url = provider.url() == null ? URI.create("https://provider.example") : provider.url();
        Source source = new Source(
                "fixture",
                provider,
                url,
                new Credentials.Bearer(""),
                new Recurrence.Every(LONG_ENOUGH),
                true,
                options,
                ChangeRules.DEFAULT,
                null);
        return Optional.of(new FixtureReplay(fixture, report, source));
    }

    /** Reports every difference between what is expected and what is made. */
    void run() {
        try (CallDeadline deadlines = new CallDeadline(NO_TIME);
                CallDeadline.Watch watch = deadlines.watch(NO_TIME.instant().plus(LONG_ENOUGH))) {
            Poll poll = new Poll("fixture", source, "fixture", SourceState.unknown("fixture"), watch);
            poll.call()
                    .signed(new Unsigned(
                            source.provider().credentials().toString().contains("\"file\"")));
            replay(poll);
            poll.release();
        } catch (IOException e) {
            report.atValue("/payload", "cannot be read: " + e);
        }
    }

    private void replay(Poll poll) throws IOException {
        try {
            answer(poll);
            map(poll);
            Outcome outcome = Observations.outcome(poll, 0);
            expect("/outcome", fixture.at("/outcome").isMissingNode() ? "ok" : wanted("/outcome"), outcome.word());
        } catch (PollException e) {
            failed(poll, e.outcome(), String.valueOf(e.getMessage()));
            return;
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            failed(poll, Outcome.MALFORMED, "the payload cannot be parsed");
            return;
        }
        compare(poll);
    }

    private void failed(Poll poll, Outcome outcome, String message) {
        if (fixture.at("/outcome").isMissingNode()) {
            report.atValue("/payload", "is no answer that counts: " + outcome.word() + " (" + message + ")");
            return;
        }
        expect("/outcome", wanted("/outcome"), outcome.word());
        Duration wait = poll.retryAfter();
        if (!fixture.at("/retryAfter").isMissingNode()) {
            expect("/retryAfter", fixture.at("/retryAfter"), wait == null ? null : wait.toSeconds());
        }
    }

    private void answer(Poll poll) throws IOException, PollException {
        JsonNode payload = fixture.at("/payload");
        List<JsonNode> bodies = new ArrayList<>();
        (payload.isArray() ? payload : List.of(payload)).forEach(bodies::add);
        int calls = 0;
        answers.begin(poll);
        while (poll.isFetching()) {
            if (calls == bodies.size()) {
                throw new PollException(Outcome.UNEXPECTED, "another call is wanted for a whole answer", null, null);
            }
            take(poll, bodies.get(calls++).asText());
        }
        if (calls < bodies.size()) {
            report.atValue("/payload/" + calls, "is called for by nothing: the answer is whole without it");
        }
    }

    private void take(Poll poll, String body) throws IOException, PollException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        answers.take(poll, fixture.at("/status").asInt(200), bytes);
        if (isList(poll)) {
            answers.list(poll);
            return;
        }
        JsonNode one = parse(poll, body);
        if (!fixture.at("/more").isMissingNode()) {
            answers.enrich(poll, one, parse(poll, wanted("/more")));
        }
        answers.single(one, poll);
    }

    private boolean isList(Poll poll) {
        Provider.Records records = source.provider().records();
        boolean wanted = fixture.root().has("accounts") && records.beside() == null;
        return records.single() == null || poll.isListing() || wanted;
    }

    private static JsonNode parse(Poll poll, String body) throws IOException {
        String format = poll.option("format");
        return AnswerFormat.Format.valueOf(format == null ? "json" : format)
                .mapper()
                .readTree(body);
    }

    private void map(Poll poll) throws PollException {
        AccountMapper mapper = new AccountMapper();
        for (Iterator<List<Observation>> batches = poll.getBatches(); batches.hasNext(); ) {
            List<Observation> batch = new ArrayList<>(batches.next());
            mapper.map(batch, poll);
            batch.forEach(observation -> accounts.add(observation.account()));
        }
    }

    private void compare(Poll poll) {
        if (fixture.root().has("accounts")) {
            new Differences(report).add("/accounts", fixture.at("/accounts"), accounts);
        }
        ArrayNode unusable = Json.MAPPER.createArrayNode();
        poll.unusable().kept().forEach(row -> unusable.add(row.reason()));
        JsonNode expected = fixture.at("/unusable");
        new Differences(report)
                .add("/unusable", expected.isMissingNode() ? Json.MAPPER.createArrayNode() : expected, unusable);
        if (fixture.root().has("account")) {
            new Differences(report).add("/account", fixture.at("/account"), accounts.path(0));
        }
        if (fixture.root().has("event")) {
            event(accounts.path(0));
        }
    }

    private void event(JsonNode account) {
        JsonNode before = fixture.at("/before");
        AccountChange change = new AccountChangeDetector(
                        source.changes(), source.provider().derived())
                .detect(before.isMissingNode() ? null : before, account, true)
                .orElse(null);
        expect(
                "/event/op",
                wanted("/event/op"),
                change == null ? "none" : change.op().name());
        JsonNode changed = fixture.at("/event/changed");
        new Differences(report)
                .add(
                        "/event/changed",
                        changed.isMissingNode() ? Json.MAPPER.createArrayNode() : changed,
                        Json.MAPPER.valueToTree(change == null ? List.of() : change.changed()));
    }

    private String wanted(String pointer) {
        return fixture.at(pointer).asText();
    }

    private void expect(String pointer, Object expected, @Nullable Object actual) {
        new Differences(report).add(pointer, Json.MAPPER.valueToTree(expected), Json.MAPPER.valueToTree(actual));
    }

    /** What a call would prove itself with; nothing is called. */
    private record Unsigned(boolean isRenewable) implements Authorization {

        @Override
        public String header() {
            return "";
        }
    }
}
