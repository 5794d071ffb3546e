package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.MovableClock;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.TestRoutes;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.state.AccountState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One row of the matrix, played once for all its forms.
 *
 * <p>It begins with a list that has missed an account once, breaks a poll while another account changes, and ends with
 * a poll that works: then the change is told and the account is deleted, each exactly once.
 */
final class FaultTrial {

    /** The time of a poll, that of a read which brings nothing, and half a second of a busy machine. */
    private static final Duration LONGEST = Duration.ofMillis(2500 + 700 + 500);

    private final FaultRow row;
    private final RunningFeed feed;
    private final Sandbox sandbox;
    private final MovableClock clock;
    private final List<String> forms;
    private final String gone;
    private final Map<String, Map<String, AccountState>> before = new LinkedHashMap<>();
    private final Map<String, Map<String, AccountState>> after = new LinkedHashMap<>();
    private final Map<String, List<RequestLog.Entry>> calls = new LinkedHashMap<>();
    private final Map<String, List<String>> told = new LinkedHashMap<>();
    private final Map<String, List<String>> toldLater = new LinkedHashMap<>();
    private final Map<String, Integer> failed = new LinkedHashMap<>();
    private Map<String, PollResult> results = Map.of();
    private Map<String, PollResult> recovered = Map.of();
    private List<String> letters = List.of();
    private boolean played;

    FaultTrial(FaultRow row, RunningFeed feed, Sandbox sandbox, MovableClock clock) {
        this.row = row;
        this.feed = feed;
        this.sandbox = sandbox;
        this.clock = clock;
        this.forms = row.meets().stream().map(Form::id).toList();
        this.gone = String.format("%032X", row.name().hashCode() & 0xFFFFFFFFL);
    }

    private void play() throws IOException {
        played = true;
        // Past every wait and the hour of a dead letter.
        clock.advance(Duration.ofHours(2));
        TestRoutes.empty(feed.data().resolve("dead-letters"));
        prepare();
        long sequence = feed.sequence();
        sandbox.requests().clear();
        breakIt();
        before.putAll(states());
        results = feed.poll(forms);
        after.putAll(states());
        for (Form form : row.meets()) {
            calls.put(
                    form.id(),
                    sandbox.requests().entries().stream()
                            .filter(entry -> entry.caller().equals(form.caller()))
                            .toList());
            told.put(form.id(), feed.ops(form.id(), sequence));
            failed.put(form.id(), feed.status(form.id()).failedPolls());
        }
        letters = feed.deadLetters();
        assertThat(sandbox.requests().count("sandbox")).as("calls elsewhere").isZero();
        sequence = feed.sequence();
        mend();
        recovered = feed.poll(forms);
        for (String form : forms) {
            toldLater.put(form, feed.ops(form, sequence));
        }
    }

    /** An account that was there and that a whole list has missed once. */
    private void prepare() {
        sandbox.put("infobip", "{\"key\": \"" + gone + "\", \"name\": \"gone\", \"enabled\": true}");
        assertThat(feed.poll(forms).values()).allMatch(result -> result.outcome() == Outcome.OK);
        sandbox.remove("infobip", gone);
        assertThat(feed.poll(forms).values()).allMatch(result -> result.outcome() == Outcome.OK);
    }

    private void breakIt() {
        String name = "changed by " + gone;
        sandbox.update("infobip", Form.A, "{\"name\": \"" + name + "\"}");
        sandbox.update("infobip", Form.OWN, "{\"name\": \"" + name + "\"}");
        sandbox.update("voximplant", Form.VOXIMPLANT, "{\"account_name\": \"" + name + "\"}");
        switch (row.fault()) {
            case "down" -> sandbox.down();
            case "restart" -> {
                sandbox.down();
                sandbox.up();
            }
            default ->
                row.meets()
                        .forEach(form ->
                                sandbox.fault(row.fault().replace("}", ", \"caller\": \"" + form.caller() + "\"}")));
        }
    }

    private void mend() {
        sandbox.clearFaults();
        if (row.fault().equals("down")) {
            sandbox.up();
        }
        clock.advance(Duration.ofHours(2));
    }

    private Map<String, Map<String, AccountState>> states() {
        Map<String, Map<String, AccountState>> states = new LinkedHashMap<>();
        for (String form : forms) {
            Map<String, AccountState> known = new LinkedHashMap<>();
            feed.states().forEachPresent(form, state -> known.put(state.id(), state));
            states.put(form, known);
        }
        return states;
    }

    /** Holds what happened to one form against the row. */
    void check(Form form) throws IOException {
        if (!played) {
            play();
        }
        PollResult result = results.get(form.id());
        assertThat(result.outcome()).as(result.message()).isEqualTo(row.ends());
        assertThat(result.took()).as("time").isLessThan(LONGEST);
        checkCalls(form);
        checkLetters(form);
        assertThat(told.get(form.id()))
                .as("events")
                .containsExactlyInAnyOrderElementsOf(row.passes() ? expected(form) : List.of());
        if (row.leavesAccounts()) {
            assertThat(after.get(form.id()))
                    .as("known accounts")
                    .usingRecursiveComparison()
                    .isEqualTo(before.get(form.id()));
        }
        assertThat(failed.get(form.id())).as("failed polls").isEqualTo(row.fails() ? 1 : 0);
        assertThat(recovered.get(form.id()).outcome()).as("afterwards").isEqualTo(Outcome.OK);
        assertThat(toldLater.get(form.id()))
                .as("events afterwards")
                .containsExactlyInAnyOrderElementsOf(row.isToldLater() ? expected(form) : List.of());
        assertThat(feed.status(form.id()).failedPolls()).isZero();
    }

    /** What changed, and what is gone since a whole list missed it for the second time. */
    private List<String> expected(Form form) {
        return form.isList() ? List.of("u:" + form.account(), "d:" + gone) : List.of("u:" + form.account());
    }

    private void checkCalls(Form form) {
        List<RequestLog.Entry> made = calls.get(form.id());
        if (row.mayCallMore()) {
            assertThat(made).as("calls").hasSizeGreaterThanOrEqualTo(row.fewestCalls());
        } else {
            assertThat(made).as("calls, " + results.get(form.id())).hasSize(row.fewestCalls());
        }
        if (row.signsAnew()) {
            assertThat(made)
                    .extracting(RequestLog.Entry::credential)
                    .as("tokens")
                    .doesNotHaveDuplicates();
        }
    }

    private void checkLetters(Form form) throws IOException {
        List<String> mine = letters.stream()
                .filter(letter -> letter.startsWith("source: " + form.id() + "\n"))
                .toList();
        assertThat(mine).as("dead letters").hasSize(row.keepsLetter() ? 1 : 0);
        for (String letter : mine) {
            assertThat(letter.length()).isLessThanOrEqualTo(64 * 1024);
            assertThat(letter).doesNotContain("Bearer", "Basic ", "sandbox-api-key", "sandbox-secret");
        }
        try (Stream<Path> files = Files.list(Files.createDirectories(feed.data().resolve("dead-letters")))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        try (Stream<Path> files = Files.list(feed.data().resolve("tmp"))) {
            assertThat(files.toList()).as("temporary files").isEmpty();
        }
    }
}
