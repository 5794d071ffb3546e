package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.event.CloudEventEncoder;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.SourceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever lists a source answers with: which deletes go out, by the words of the contract, and in which order events count. */
class ObservationsPropertiesTest {

    private static final List<String> IDS = List.of("A", "B", "C", "D", "E", "F", "G");
    private static final int DELETE_AFTER = 2;
    private static final double MAX_SHARE = 0.5;

    private static Database database;
    private static AccountStateRepository states;
    private static Observations observations;
    private static int tries;

    private final AccountMapper mapper = new AccountMapper();
    private final AnswerFormat format = new AnswerFormat(Seeds.INFOBIP);

    /** A list: the accounts in it, by name, how much it says of those that are not, and what the source can see. */
    private record Listed(Map<String, String> accounts, Completeness completeness, String scope) {}

    @BeforeContainer
    static void open() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "properties");
        database = Database.open(folder);
        states = new AccountStateRepository(database, new CloudEventEncoder("account-feed", "dev.accountfeed"));
        observations = new Observations(states);
    }

    @AfterContainer
    static void close() {
        database.close();
    }

    @Property(tries = 150)
    void whatIsToldIsWhatTheContractSaysAndRevisionsHaveNoGaps(@ForAll("lists") List<Listed> lists) throws Exception {
        String id = "source-" + tries++;
        EventLog log = new EventLog(database);
        long begin = log.last();
        Expected expected = new Expected();
        SourceState state = new SourceState(id, "scope", false, null, 0, null, null);
        for (Listed list : lists) {
            long before = log.last();
            state = poll(id, state, list);
            assertThat(ops(log, before)).as("%s", lists).isEqualTo(expected.ops(list));
        }
        List<String> problems = new ArrayList<>();
        FeedVerifier verifier = new FeedVerifier(problems::add);
        for (StoredEvent event : log.after(begin, 10_000)) {
            verifier.accept("event", event.json());
        }
        // The verifier begins where this source does: it misses only what other tries have sent.
        assertThat(problems).filteredOn(problem -> problem.contains(id)).isEmpty();
    }

    /** Which random lists hardly ever show. */
    @Example
    void accountsThatReturnToWhatTheSourceCanSeeDoNotMakeTheShareSmaller() throws Exception {
        Listed five = listed(IDS.subList(0, 5), "another");
        Listed twoOfThemAndAllOthers = listed(IDS.subList(3, IDS.size()), "another");
        whatIsToldIsWhatTheContractSaysAndRevisionsHaveNoGaps(
                List.of(listed(IDS, "scope"), five, twoOfThemAndAllOthers, twoOfThemAndAllOthers));
    }

    private static Listed listed(List<String> ids, String scope) {
        Map<String, String> accounts = new HashMap<>();
        ids.forEach(id -> accounts.put(id, "x"));
        return new Listed(accounts, Completeness.WHOLE, scope);
    }

    /** The contract, word by word: whole answers in a row, none of them held, and any sight begins anew. */
    private static final class Expected {

        private final Map<String, Integer> missed = new HashMap<>();
        private final Set<String> held = new TreeSet<>();
        private final Map<String, String> scopes = new HashMap<>();
        private final Map<String, String> names = new HashMap<>();
        private String scope = "scope";
        private boolean whole;

        Set<String> ops(Listed list) {
            if (!list.scope.equals(scope)) {
                whole = false;
                scope = list.scope;
            }
            Set<String> ops = new TreeSet<>();
            list.accounts.forEach((id, name) -> {
                if (!scopes.containsKey(id)) {
                    ops.add((whole ? "c:" : "r:") + id);
                } else if (!name.equals(names.get(id))) {
                    ops.add("u:" + id);
                }
            });
            deletes(list).forEach(id -> ops.add("d:" + id));
            names.putAll(list.accounts);
            whole |= list.completeness != Completeness.PARTIAL && list.completeness != Completeness.LIMIT_REACHED;
            return ops;
        }

        private Set<String> deletes(Listed list) {
            Set<String> known = new TreeSet<>(scopes.keySet());
            known.removeIf(id -> !list.scope.equals(scopes.get(id)));
            Set<String> missing = new TreeSet<>(known);
            missing.removeAll(list.accounts.keySet());
            boolean complete = list.completeness == Completeness.WHOLE;
            boolean empty = complete && list.accounts.isEmpty();
            boolean share = complete && !empty && known.size() >= 5 && missing.size() > MAX_SHARE * known.size();
            if (list.completeness == Completeness.SILENT_CAP || empty || share) {
                held.addAll(missing);
            }
            Set<String> deletes = new TreeSet<>();
            if (complete && !empty) {
                for (String id : missing) {
                    if (missed.merge(id, 1, Integer::sum) >= DELETE_AFTER && !held.contains(id)) {
                        deletes.add(id);
                    }
                }
            }
            list.accounts.keySet().forEach(id -> {
                missed.remove(id);
                held.remove(id);
                scopes.put(id, list.scope);
            });
            scopes.keySet().removeAll(deletes);
            missed.keySet().removeAll(deletes);
            return deletes;
        }
    }

    private SourceState poll(String id, SourceState before, Listed list) throws PollException {
        Source source = Sources.source(id, Seeds.INFOBIP, new Recurrence.Every(Duration.ofDays(1)), Map.of());
        SourceState state = new SourceState(
                id, list.scope, before.baseline() && before.scope().equals(list.scope), null, 0, null, null);
        try (CallDeadline deadlines = new CallDeadline(Clock.systemUTC());
                CallDeadline.Watch watch = Sources.watch(deadlines, Clock.systemUTC())) {
            Poll poll = new Poll("p", source, "schedule", state, watch);
            List<Observation> batch = new ArrayList<>();
            list.accounts.forEach((account, name) -> batch.add(observation(account, name)));
            poll.addRows(batch.size());
            poll.complete(
                    false,
                    list.completeness,
                    Clock.systemUTC().instant(),
                    List.of(batch).iterator());
            observations.recall(batch, poll);
            mapper.map(batch, poll);
            observations.detect(batch, poll);
            observations.store(batch, poll);
            long known = states.countPresent(id, list.scope);
            observations.conclude(poll);
            assertThat(poll.outcome() == Outcome.EMPTY_LIST)
                    .as("%s with %s known", list, known)
                    .isEqualTo(known > 0 && list.accounts.isEmpty() && list.completeness == Completeness.WHOLE);
            return poll.state();
        }
    }

    private Observation observation(String id, String name) {
        ObjectNode record = Json.MAPPER.createObjectNode();
        record.put("key", id).put("name", name).put("enabled", true);
        return new Observation(
                record, id, format.fingerprints(Json.MAPPER.createObjectNode()).of(record));
    }

    private static Set<String> ops(EventLog log, long after) {
        Set<String> ops = new TreeSet<>();
        for (StoredEvent event : log.after(after, 1000)) {
            JsonNode json = Json.tree(event.json());
            ops.add(json.at("/data/op").asText() + ":" + json.path("subject").asText());
        }
        return ops;
    }

    @Provide
    Arbitrary<List<Listed>> lists() {
        Arbitrary<Map<String, String>> accounts =
                Arbitraries.maps(Arbitraries.of(IDS), Arbitraries.of("x", "y")).ofMaxSize(IDS.size());
        // Mostly nearly all of them, as lists are.
        Arbitrary<Map<String, String>> nearlyAll = Arbitraries.of(IDS)
                .set()
                .ofMaxSize(2)
                .map(gone -> {
                    Map<String, String> all = new HashMap<>();
                    IDS.stream().filter(id -> !gone.contains(id)).forEach(id -> all.put(id, "x"));
                    return all;
                });
        Arbitrary<Completeness> completeness = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just(Completeness.WHOLE)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Completeness.values())));
        // An edit makes another one, and the next may take it back.
        Arbitrary<String> scope =
                Arbitraries.frequency(net.jqwik.api.Tuple.of(5, "scope"), net.jqwik.api.Tuple.of(1, "another"));
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, nearlyAll), net.jqwik.api.Tuple.of(1, accounts)),
                        completeness,
                        scope)
                .as(Listed::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }
}
