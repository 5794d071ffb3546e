package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.SourceStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract section 2, scope: what an edit of an entry does to the accounts that are known.
 *
 * <p>While the feed is down every entry is edited, A is renamed, C goes and N comes; later the edits are taken back.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SourceEditsIT {

    private static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    private static final String B = "C599FEF17318256ACBF987F6D75A156D";
    private static final String C = "02D7060AA84699271CD92369F2DEBABF";
    private static final String N = "FF";
    private static final String VOX = "3456750";
    private static final String CHILD = "3456751";

    private static final String LIST = "provider: infobip, url: $SANDBOX, credentials: {username: one, password: pw}";
    private static final String ONE = LIST + ", options: {key: " + A + "}";
    private static final String MAIN = "provider: voximplant, url: $VOXIMPLANT, credentials: {file: $CREDENTIALS}";

    private static final List<String> SAME_SCOPE = List.of("c:" + N, "d:" + C, "u:" + A);
    private static final List<String> NEW_BASELINE = List.of("r:" + N, "u:" + A);

    /** An entry before and after, and what is told after the edit. */
    private record Edit(String id, String before, String after, List<String> told) {}

    private static final List<Edit> EDITS = List.of(
            new Edit("no-edit", LIST, LIST, SAME_SCOPE),
            new Edit("by-state", LIST, LIST + ", options: {enabled: true}", NEW_BASELINE),
            new Edit("by-name", LIST, LIST + ", options: {name: SecondAccountName}", List.of()),
            new Edit("no-filter", LIST + ", options: {enabled: true}", LIST, NEW_BASELINE),
            new Edit("list-to-key", LIST, ONE, List.of("u:" + A)),
            new Edit("key-to-list", ONE, LIST, List.of("r:" + B, "r:" + N, "u:" + A)),
            new Edit("another-key", ONE, ONE.replace(A, B), List.of("r:" + B)),
            new Edit("another-user", LIST, LIST.replace("one", "two"), NEW_BASELINE),
            new Edit(
                    "another-password",
                    LIST.replace("one", "three"),
                    LIST.replace("one, password: pw", "three, password: new"),
                    SAME_SCOPE),
            new Edit("another-host", LIST, LIST.replace("$SANDBOX", "$LOCALHOST"), NEW_BASELINE),
            new Edit("another-format", LIST, LIST + ", options: {format: xml}", SAME_SCOPE),
            new Edit("another-limit", LIST, LIST + ", options: {limit: 500, maxLimit: 501}", SAME_SCOPE),
            new Edit("another-schedule", LIST, LIST + ", changes: {deleteAfter: 1}", SAME_SCOPE),
            new Edit("disabled", LIST, LIST + ", enabled: false", List.of()),
            new Edit("vox-no-edit", MAIN, MAIN, List.of("u:" + VOX)),
            new Edit(
                    "vox-another-issuer",
                    MAIN,
                    MAIN.replace("$CREDENTIALS", "$CREDENTIALS, accountId: " + CHILD),
                    List.of("r:" + CHILD)),
            new Edit(
                    "vox-another-host",
                    MAIN,
                    MAIN.replace("$VOXIMPLANT", "$LOCALHOST/platform_api"),
                    List.of("u:" + VOX)));

    private static final String PROVIDERS = """
            providers:
              infobip: {concurrency: 16, requestsPerSecond: 10000, timeout: 10s}
              voximplant: {concurrency: 16, requestsPerSecond: 10000, timeout: 10s}
            """;

    private final Map<String, List<String>> atFirst = new LinkedHashMap<>();
    private final Map<String, List<String>> afterTheEdit = new LinkedHashMap<>();
    private final Map<String, List<String>> backAgain = new LinkedHashMap<>();

    private Sandbox sandbox;
    private long last;

    @BeforeAll
    void play(@TempDir Path folder) {
        sandbox = Sandbox.start(0, Clock.systemUTC());
        List.of("one", "two", "three").forEach(user -> sandbox.infobipUser(user, "pw"));
        run(folder, EDITS.stream().map(edit -> entry(edit.id, edit.before)), "old", atFirst);
        sandbox.infobipUser("three", "new");
        sandbox.update("infobip", A, "{\"name\": \"renamed\"}");
        sandbox.remove("infobip", C);
        sandbox.put("infobip", "{\"key\": \"" + N + "\", \"name\": \"new\", \"enabled\": true}");
        sandbox.update("voximplant", VOX, "{\"account_name\": \"renamed\"}");
        run(folder, EDITS.stream().map(edit -> entry(edit.id, edit.after)), "renamed", afterTheEdit);
        sandbox.infobipUser("three", "pw");
        run(folder, EDITS.stream().map(edit -> entry(edit.id, edit.before)), "old", backAgain);
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    private String entry(String id, String entry) {
        return "  - {id: " + id + ", every: 3000d, "
                + entry.replace("$LOCALHOST", sandbox.url().replace("127.0.0.1", "localhost")) + "}\n";
    }

    private void run(Path folder, Stream<String> entries, String renamed, Map<String, List<String>> told) {
        String sources = "sources:\n" + String.join("", entries.toList()) + entry(renamed, LIST) + PROVIDERS;
        long before = last;
        try (RunningFeed feed = RunningFeed.start(folder, sandbox, sources)) {
            List<String> enabled = feed.status().stream()
                    .filter(SourceStatus::enabled)
                    .map(SourceStatus::id)
                    .toList();
            feed.poll(enabled);
            feed.poll(enabled);
            Stream.concat(feed.states().sources().stream(), EDITS.stream().map(Edit::id))
                    .forEach(id ->
                            told.put(id, feed.ops(id, before).stream().sorted().toList()));
            feed.status().stream()
                    .filter(status -> !status.enabled())
                    .forEach(status -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> feed.request(status.id()))
                            .withMessageContaining(status.id()));
            last = feed.sequence();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatAnEditTells() {
        return EDITS.stream()
                .map(edit -> DynamicTest.dynamicTest(edit.id, () -> {
                    assertThat(atFirst.get(edit.id)).isNotEmpty().allMatch(op -> op.startsWith("r:"));
                    assertThat(afterTheEdit.get(edit.id)).containsExactlyElementsOf(edit.told);
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatTakingItBackTells() {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        EDITS.forEach(edit -> expected.put(edit.id, List.of()));
        // C was last seen in the scope that is back, and whole answers in it miss it.
        List.of("by-state", "another-user", "another-host").forEach(id -> expected.put(id, List.of("d:" + C)));
        // What the edited entry did not see.
        expected.put("disabled", SAME_SCOPE);
        expected.put("by-name", List.of("d:" + C, "r:" + N, "u:" + A));
        expected.put("list-to-key", List.of("d:" + C, "r:" + N));
        expected.put("another-key", List.of("u:" + A));
        expected.put("vox-another-issuer", List.of("u:" + VOX));
        return EDITS.stream()
                .map(edit -> DynamicTest.dynamicTest(edit.id, () -> assertThat(backAgain.get(edit.id))
                        .containsExactlyElementsOf(expected.get(edit.id))));
    }

    @TestFactory
    Stream<DynamicTest> aRenamedSourceIsOneRemovedAndOneAdded() {
        return Stream.of(
                DynamicTest.dynamicTest(
                        "removed", () -> assertThat(afterTheEdit.get("old")).isEmpty()),
                DynamicTest.dynamicTest("added", () -> assertThat(afterTheEdit.get("renamed"))
                        .containsExactly("r:" + B, "r:" + A, "r:" + N)),
                DynamicTest.dynamicTest(
                        "and back", () -> assertThat(backAgain.get("old")).containsExactlyElementsOf(SAME_SCOPE)),
                DynamicTest.dynamicTest("kept until it is forgotten", () -> assertThat(backAgain)
                        .containsKey("renamed")));
    }
}
