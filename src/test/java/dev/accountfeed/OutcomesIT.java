package dev.accountfeed;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.state.AccountState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which a poll can fail, by every form of an answer: the lower half of the contract's table in section 7.
 *
 * <p>Each case begins with a list that has missed an account once, breaks a poll while another account changes, and
 * ends with a poll that works: then the change is told and the account is deleted, each exactly once.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutcomesIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String OWN = "28A3FC8C615B2CF24E1DFA0BF04794F7";
    private static final String VOX = "3456750";
    private static final Duration TIMEOUT = Duration.ofMillis(2500);

    private static final String INFOBIP =
            "  - {id: %1$s, provider: infobip, url: $SANDBOX, every: 3000d, options: {format: %2$s%3$s}, credentials: {%4$s}}\n";

    private static final String SOURCES =
            """
            sources:
              - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}
            """ + Form.INFOBIP.stream().map(Form::entry).reduce("", String::concat) + """
            providers:
              voximplant: {concurrency: 16, requestsPerSecond: 10000, timeout: 2500ms}
              infobip: {concurrency: 16, requestsPerSecond: 10000, timeout: 2500ms}
            """;

    /** A source: one form of one provider's answer. */
    private enum Form {
        VOX("vox", "", ""),
        ONE_JSON("one-json", "json", ", key: " + A),
        ONE_XML("one-xml", "xml", ", key: " + A),
        OWN_JSON("own-json", "json", ", key: _"),
        OWN_XML("own-xml", "xml", ", key: _"),
        LIST_JSON("list-json", "json", ""),
        LIST_XML("list-xml", "xml", ""),
        LIST_API_KEY("list-api-key", "json", "");

        static final List<Form> INFOBIP =
                Stream.of(values()).filter(form -> form != VOX).toList();

        private final String id;
        private final String format;
        private final String options;

        Form(String id, String format, String options) {
            this.id = id;
            this.format = format;
            this.options = options;
        }

        boolean isList() {
            return id.startsWith("list");
        }

        boolean isXml() {
            return format.equals("xml");
        }

        /** As the sandbox knows who calls. */
        String caller() {
            return this == VOX ? OutcomesIT.VOX : this == LIST_API_KEY ? "api key" : id;
        }

        String account() {
            return this == VOX ? OutcomesIT.VOX : id.startsWith("own") ? OWN : A;
        }

        String entry() {
            String credentials =
                    this == LIST_API_KEY ? "apiKey: sandbox-api-key" : "username: " + id + ", password: pw";
            return String.format(OutcomesIT.INFOBIP, id, format, options, credentials);
        }
    }

    /** What the contract says of a row: the last word, the calls, the letters. */
    private record Row(Outcome outcome, int calls, boolean letter) {

        /** Once, with a new token. */
        static final Row TOKEN = new Row(Outcome.TOKEN_REFUSED, 2, false);

        static final Row REFUSED = new Row(Outcome.REFUSED, 1, false);
        static final Row THROTTLED = new Row(Outcome.THROTTLED, 1, false);
        static final Row UNEXPECTED = new Row(Outcome.UNEXPECTED, 1, false);
        static final Row NOT_FOUND = new Row(Outcome.NOT_FOUND, 1, false);
        static final Row IDENTITY = new Row(Outcome.IDENTITY_CHANGED, 1, false);

        /** Once, and to dead letters. */
        static final Row MALFORMED = new Row(Outcome.MALFORMED, 2, true);

        /** Too slow in total: no time is left for another call. */
        static final Row TOO_SLOW = new Row(Outcome.MALFORMED, 1, true);

        /** An account that cannot be used: another call would bring the same. */
        static final Row UNUSABLE = new Row(Outcome.MALFORMED, 1, true);

        /** With back-off within the poll's time: at least one more call. */
        static final Row UNAVAILABLE = new Row(Outcome.UNAVAILABLE, -2, false);

        /** The same, where a single call takes all the time. */
        static final Row UNAVAILABLE_AT_ONCE = new Row(Outcome.UNAVAILABLE, -1, false);

        /** A fault that has passed when the poll tries again. */
        static final Row PASSED = new Row(Outcome.OK, 2, false);
    }

    /** One fault, and the row that it is of, by form. */
    private record Case(String name, String fault, Map<Form, Row> rows) {

        Case {
            rows = Map.copyOf(rows);
        }
    }

    private final MovableClock clock = new MovableClock();
    private final List<Case> cases = new ArrayList<>();

    private Sandbox sandbox;
    private RunningFeed feed;
    private int changes;

    @BeforeAll
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(0, clock);
        Form.INFOBIP.forEach(form -> sandbox.infobipUser(form.id, "pw"));
        feed = RunningFeed.start(
                folder,
                sandbox,
                SOURCES,
                clock,
                Map.of(
                        "camel.component.http.soTimeout",
                        "700",
                        "feed.routes",
                        TestRoutes.smallAnswers(folder).toString()));
    }

    @AfterAll
    void stop() {
        feed.close();
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicNode> aSignedTokenThatIsRefusedIsWorthOneMoreCallWithANewOne() {
        for (String code : List.of("100", "447", "455", "456")) {
            add("voximplant " + code, fault("error-in-200", "code", code), voximplant(Row.TOKEN));
        }
        add("voximplant 401", fault("unauthorized"), voximplant(Row.TOKEN));
        add(
                "voximplant 100 in an errors array",
                fault("error-in-200", "code", "100", "form", "errors"),
                voximplant(Row.TOKEN));
        add(
                "voximplant 455 with another status",
                fault("error-in-200", "code", "455", "status", 403),
                voximplant(Row.TOKEN));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> aRefusalIsFinal() {
        add("infobip 401", fault("unauthorized"), infobip(Row.REFUSED));
        add("infobip 401 in the newer form", fault("unauthorized", "form", "errorCode"), infobip(Row.REFUSED));
        add("infobip 401 as ApiException", fault("unauthorized", "form", "ApiException"), infobip(Row.REFUSED));
        add("infobip UNAUTHORIZED in a 200", fault("error-in-200", "code", "UNAUTHORIZED"), infobip(Row.REFUSED));
        add("403", fault("forbidden"), all(Row.REFUSED));
        for (String code : List.of("104", "135", "137", "161", "433", "454")) {
            add("voximplant " + code, fault("error-in-200", "code", code), voximplant(Row.REFUSED));
        }
        add(
                "voximplant 433 with field_name",
                fault("error-in-200", "code", "433", "field", "kid"),
                voximplant(Row.REFUSED));
        add(
                "voximplant 104 with status 500",
                fault("error-in-200", "code", "104", "status", 500),
                voximplant(Row.REFUSED));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> whoIsAskedToWaitMakesNoFurtherCall() {
        add("429 with Retry-After", fault("rate-limited", "retryAfter", 7), all(Row.THROTTLED));
        add("429 without Retry-After", fault("rate-limited", "retryAfter", -1), all(Row.THROTTLED));
        add("503 with Retry-After", fault("unavailable", "retryAfter", 7), all(Row.THROTTLED));
        add("infobip 429 in the newer form", fault("rate-limited", "form", "errorCode"), infobip(Row.THROTTLED));
        for (String code : List.of("162", "314", "340", "416", "484", "512", "514", "515")) {
            add("voximplant " + code, fault("error-in-200", "code", code), voximplant(Row.THROTTLED));
        }
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> aFaultThatPassesIsRepeatedWithinThePoll() {
        add("500", fault("server-error"), all(Row.PASSED));
        add("502 in HTML", fault("bad-gateway-html"), all(Row.PASSED));
        add("503", fault("unavailable"), all(Row.PASSED));
        for (String code : List.of("1", "2", "4", "5", "13", "99")) {
            add("voximplant " + code, fault("error-in-200", "code", code), voximplant(Row.PASSED));
        }
        add("infobip GENERAL_ERROR in a 200", fault("error-in-200", "code", "GENERAL_ERROR"), infobip(Row.PASSED));
        for (String phase : List.of("connect", "headers", "body")) {
            add("reset in " + phase, fault("reset", "phase", phase), all(Row.PASSED));
            add("silence in " + phase, fault("hang", "phase", phase), all(Row.PASSED));
        }
        add("slower than a read may be", fault("slow", "seconds", 5), all(Row.PASSED));
        add("what is no HTTP", fault("garbage"), all(Row.PASSED));
        add("a cut answer", fault("truncated"), all(Row.PASSED));
        add("a malformed answer", fault("malformed"), all(Row.PASSED));
        add("an expired token", fault("token-expired"), voximplant(Row.PASSED));
        add("a token from the future", fault("token-issued-in-future"), voximplant(Row.PASSED));
        cases.replaceAll(one -> new Case(one.name, one.fault.replace("}", ", \"times\": 1}"), one.rows));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> aFaultThatStaysIsRepeatedWhileThePollHasTime() {
        add("500", fault("server-error"), all(Row.UNAVAILABLE));
        add("silence in headers", fault("hang", "phase", "headers"), all(Row.UNAVAILABLE));
        add("reset in body", fault("reset", "phase", "body"), all(Row.UNAVAILABLE));
        add("nobody listens", "down", all(new Row(Outcome.UNAVAILABLE, 0, false)));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> anyOtherStatusOrCodeIsNeitherRepeatedNorBelieved() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            add("redirect " + status, fault("redirect", "status", status), all(Row.UNEXPECTED));
        }
        for (String code : List.of("101", "102", "103", "105", "115", "127", "131", "281", "282", "317", "99999")) {
            add("voximplant " + code, fault("error-in-200", "code", code), voximplant(Row.UNEXPECTED));
        }
        add(
                "infobip BAD_REQUEST",
                fault("error-in-200", "code", "BAD_REQUEST", "status", 400),
                infobip(Row.UNEXPECTED));
        for (int status : new int[] {201, 202, 206, 400, 402, 405, 409, 410, 418, 451}) {
            add(
                    "infobip " + status,
                    fault("error-in-200", "code", "SOMETHING_NEW", "status", status),
                    infobip(Row.UNEXPECTED));
        }
        add(
                "infobip an unknown code in a 200",
                fault("error-in-200", "code", "SOMETHING_NEW"),
                infobip(Row.UNEXPECTED));
        add("404 without the provider's body", fault("not-found", "bare", true), all(Row.UNEXPECTED));
        add("voximplant 404", fault("not-found"), voximplant(Row.UNEXPECTED));
        add(
                "infobip 404 of a list",
                fault("not-found", "path", "/settings/1/accounts"),
                of(Form::isList, Row.NOT_FOUND));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> whatCannotBeReadIsAskedForOnceMoreAndKept() {
        add("malformed", fault("malformed"), all(Row.MALFORMED));
        add("truncated", fault("truncated"), all(Row.MALFORMED));
        add("wrong content type", fault("wrong-content-type"), all(Row.MALFORMED));
        add("empty body", fault("empty-body"), all(Row.MALFORMED));
        add("neither result nor error", fault("empty-list"), of(form -> !form.isList(), Row.MALFORMED));
        add("duplicate keys", fault("duplicate-keys"), of(form -> !form.isXml(), Row.MALFORMED));
        add("NaN", fault("nan"), of(form -> !form.isXml(), Row.MALFORMED));
        add("NUL bytes", fault("nul-bytes"), all(Row.MALFORMED));
        add("deep nesting", fault("deep-json"), all(Row.MALFORMED));
        add("oversized", fault("oversized", "megabytes", 21), all(Row.MALFORMED));
        add("gzip bomb", fault("gzip-bomb", "megabytes", 21), all(Row.MALFORMED));
        add("xml bomb", fault("xml-bomb"), infobip(Row.MALFORMED));
        add("external entity", fault("external-entity"), infobip(Row.MALFORMED));
        add("endless", fault("endless"), of(Form::isList, Row.MALFORMED));
        add("a byte at a time", fault("drip", "seconds", 0.1), all(Row.TOO_SLOW));
        return tests();
    }

    @TestFactory
    Stream<DynamicNode> anAccountThatCannotBeUsedIsKeptAndNotBelieved() {
        add("no id", fault("missing-fields", "field", "id", "every", 1), of(form -> !form.isList(), Row.UNUSABLE));
        add(
                "no status",
                fault("missing-fields", "field", "status", "every", 1),
                of(form -> !form.isList(), Row.UNUSABLE));
        add("wrong types", fault("wrong-type"), of(form -> !form.isList(), Row.UNUSABLE));
        add("a number that no memory holds", fault("huge-number"), voximplant(Row.UNUSABLE));
        add(
                "an id of 10,000 letters",
                fault("hostile-ids", "index", 4),
                of(form -> !form.isList() && form != Form.VOX, Row.IDENTITY));
        add("another account", fault("another-account"), of(form -> !form.isList(), Row.IDENTITY));
        return tests();
    }

    private void add(String name, String fault, Map<Form, Row> rows) {
        cases.add(new Case(name, fault, rows));
    }

    private static Map<Form, Row> voximplant(Row row) {
        return of(form -> form == Form.VOX, row);
    }

    private static Map<Form, Row> infobip(Row row) {
        return of(form -> form != Form.VOX, row);
    }

    private static Map<Form, Row> all(Row row) {
        return of(form -> true, row);
    }

    private static Map<Form, Row> of(Predicate<Form> which, Row row) {
        return Stream.of(Form.values()).filter(which).collect(toMap(form -> form, form -> row));
    }

    private static String fault(String name, Object... options) {
        StringBuilder json = new StringBuilder("{\"fault\": \"" + name + "\"");
        for (int i = 0; i < options.length; i += 2) {
            Object value = options[i + 1] instanceof String text ? "\"" + text + "\"" : options[i + 1];
            json.append(", \"").append(options[i]).append("\": ").append(value);
        }
        return json.append("}").toString();
    }

    private Stream<DynamicNode> tests() {
        List<Case> mine = List.copyOf(cases);
        cases.clear();
        return mine.stream().map(this::container);
    }

    /** The forms of a case are polled together and looked at one by one. */
    private DynamicNode container(Case one) {
        Trial trial = new Trial(one);
        return DynamicContainer.dynamicContainer(
                one.name,
                Stream.of(Form.values())
                        .filter(one.rows::containsKey)
                        .map(form -> DynamicTest.dynamicTest(form.id, () -> trial.check(form))));
    }

    /** One case, played once. */
    private final class Trial {

        private final Case one;
        private final List<String> forms;
        private final String gone;
        private final Map<String, Map<String, AccountState>> before = new LinkedHashMap<>();
        private final Map<String, Map<String, AccountState>> after = new LinkedHashMap<>();
        private Map<String, PollResult> results = Map.of();
        private Map<String, PollResult> recovered = Map.of();
        private final Map<String, List<RequestLog.Entry>> calls = new LinkedHashMap<>();
        private final Map<String, List<String>> told = new LinkedHashMap<>();
        private final Map<String, List<String>> toldLater = new LinkedHashMap<>();
        private List<String> letters = List.of();
        private boolean played;

        Trial(Case one) {
            this.one = one;
            this.forms = Stream.of(Form.values())
                    .filter(one.rows::containsKey)
                    .map(form -> form.id)
                    .toList();
            this.gone = String.format("%032X", one.name.hashCode() & 0xFFFFFFFFL);
        }

        private void play() throws Exception {
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
            for (Form form : Form.values()) {
                calls.put(
                        form.id,
                        sandbox.requests().entries().stream()
                                .filter(entry -> entry.caller().equals(form.caller()))
                                .toList());
                told.put(form.id, feed.ops(form.id, sequence));
            }
            letters = feed.deadLetters();
            assertThat(sandbox.requests().count("sandbox"))
                    .as("calls elsewhere")
                    .isZero();
            sequence = feed.sequence();
            sandbox.clearFaults();
            if (one.fault.equals("down")) {
                sandbox.up();
            }
            clock.advance(Duration.ofHours(2));
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
            String name = "changed " + ++changes;
            sandbox.update("infobip", A, "{\"name\": \"" + name + "\"}");
            sandbox.update("infobip", OWN, "{\"name\": \"" + name + "\"}");
            sandbox.update("voximplant", VOX, "{\"account_name\": \"" + name + "\"}");
            if (one.fault.equals("down")) {
                sandbox.down();
                return;
            }
            for (Form form : Form.values()) {
                sandbox.fault(one.fault.replace("}", ", \"caller\": \"" + form.caller() + "\"}"));
            }
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

        void check(Form form) throws Exception {
            if (!played) {
                play();
            }
            Row row = one.rows.get(form);
            PollResult result = results.get(form.id);
            assertThat(result.outcome()).as(result.message()).isEqualTo(row.outcome);
            checkCalls(form, row);
            checkLetters(form, row);
            if (row == Row.PASSED) {
                assertThat(told.get(form.id)).containsExactlyInAnyOrderElementsOf(expected(form));
                assertThat(toldLater.get(form.id)).isEmpty();
            } else {
                assertThat(told.get(form.id)).as("events").isEmpty();
                assertThat(after.get(form.id))
                        .as("known accounts")
                        .usingRecursiveComparison()
                        .isEqualTo(before.get(form.id));
                assertThat(recovered.get(form.id).outcome()).as("afterwards").isEqualTo(Outcome.OK);
                assertThat(toldLater.get(form.id))
                        .as("events afterwards")
                        .containsExactlyInAnyOrderElementsOf(expected(form));
            }
            assertThat(feed.status(form.id).failedPolls()).isZero();
        }

        /** What changed, and what is gone since a whole list missed it for the second time. */
        private List<String> expected(Form form) {
            return form.isList() ? List.of("u:" + form.account(), "d:" + gone) : List.of("u:" + form.account());
        }

        private void checkCalls(Form form, Row row) {
            List<RequestLog.Entry> made = calls.get(form.id);
            if (row.calls >= 0) {
                assertThat(made).as("calls, " + results.get(form.id)).hasSize(row.calls);
            } else {
                assertThat(made).as("calls").hasSizeGreaterThanOrEqualTo(-row.calls);
            }
            if (row.outcome == Outcome.UNAVAILABLE) {
                assertThat(results.get(form.id).took()).as("time").isLessThan(TIMEOUT.plusMillis(700));
            }
            if (row.equals(Row.TOKEN)) {
                assertThat(made)
                        .extracting(RequestLog.Entry::credential)
                        .as("tokens")
                        .doesNotHaveDuplicates();
            }
        }

        private void checkLetters(Form form, Row row) throws Exception {
            List<String> mine = letters.stream()
                    .filter(letter -> letter.startsWith("source: " + form.id + "\n"))
                    .toList();
            assertThat(mine).as("dead letters").hasSize(row.letter ? 1 : 0);
            for (String letter : mine) {
                assertThat(letter.length()).isLessThanOrEqualTo(64 * 1024);
                assertThat(letter).doesNotContain("Bearer", "Basic ", "sandbox-api-key", "sandbox-secret");
            }
            try (Stream<Path> files =
                    Files.list(Files.createDirectories(feed.data().resolve("dead-letters")))) {
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
}
