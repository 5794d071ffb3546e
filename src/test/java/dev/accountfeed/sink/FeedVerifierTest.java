package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedVerifierTest {

    private final List<String> problems = new ArrayList<>();
    private final FeedVerifier verifier = new FeedVerifier(problems::add);
    private String generation = "gen";
    private String type = "t";
    private long sequence;
    private int lines;

    @Test
    void aSoundFeedHasNoProblems() {
        event("a", "r", 1, null, "{\"n\":1,\"m\":{\"x\":[1,2]}}");
        event("b", "c", 1, null, "{}");
        event("a", "u", 2, "{\"m\":{\"x\":[1.0,2]},\"n\":1.00}", "{\"n\":1e2}");
        event("a", "d", 3, "{\"n\":100}", null);
        event("a", "c", 4, null, "{\"n\":3}");
        event("a", "r", 5, "{\"n\":3}", "{\"n\":3}");
        source("gen/s/failing/1");
        source("gen/s/recovered/1");
        assertThat(problems).isEmpty();
        assertThat(verifier.summary()).isEqualTo(new FeedVerifier.Summary(8, 2, 0));
    }

    @Test
    void aGapIsFound() {
        event("a", "r", 1, null, "{}");
        event("a", "u", 3, "{}", "{}");
        assertThat(problems).containsExactly("file:2: s/a has revision 3 after 1");
    }

    @Test
    void theTypesPrefixMayHoldAnything() {
        type = "com.acme.source.crm.account.updated";
        event("a", "r", 1, null, "{}");
        event("a", "u", 3, "{}", "{}");
        assertThat(problems).containsExactly("file:2: s/a has revision 3 after 1");
    }

    @Test
    void aRepeatIsFound() {
        event("a", "r", 1, null, "{}");
        event("a", "u", 2, "{}", "{}");
        event("a", "u", 2, "{}", "{}");
        assertThat(problems).containsExactly("file:3: s/a has revision 2 after 2");
    }

    @Test
    void aBrokenChainIsFound() {
        event("a", "r", 1, null, "{\"n\":1}");
        event("a", "u", 2, "{\"n\":2}", "{\"n\":\"2\"}");
        event("a", "u", 3, "{\"n\":2}", "{\"n\":3}");
        event("a", "u", 4, null, "{\"n\":4}");
        assertThat(problems)
                .containsExactly(
                        "file:2: s/a has a before in revision 2 that is not the after of 1",
                        "file:3: s/a has a before in revision 3 that is not the after of 2",
                        "file:4: s/a has a before in revision 4 that is not the after of 3");
    }

    @Test
    void aSequenceThatDoesNotGrowIsFound() {
        event("a", "r", 1, null, "{}");
        sequence = 0;
        event("b", "r", 1, null, "{}");
        assertThat(problems).containsExactly("file:2: sequence 1 comes after 1");
    }

    @Test
    void aWrongBeginningIsFound() {
        event("a", "u", 1, null, "{}");
        event("b", "r", 1, "{}", "{}");
        event("c", "r", 2, null, "{}");
        assertThat(problems)
                .containsExactly(
                        "file:1: s/a begins with op u, not r or c",
                        "file:2: s/b has a before in its first event",
                        "file:3: s/c begins with revision 2, not 1");
    }

    @Test
    void onlyAnAppearanceFollowsADelete() {
        event("a", "r", 1, null, "{}");
        event("a", "d", 2, "{}", null);
        event("a", "u", 3, null, "{}");
        event("a", "x", 4, "{}", "{}");
        assertThat(problems).containsExactly("file:3: s/a has op u after d", "file:4: s/a has the unknown op x");
    }

    @Test
    void anIdThatIsNotItsRevisionsIsFound() {
        sequence = 1;
        line("{\"id\":\"gen/s/a/7\",\"source\":\"/f/s\",\"type\":\"t\",\"subject\":\"a\",\"sequence\":\"1\","
                + "\"data\":{\"op\":\"r\",\"revision\":1}}");
        source("gen/s/failing/1");
        source("gen/s/failing/1");
        assertThat(problems)
                .containsExactly(
                        "file:1: id gen/s/a/7 is not that of revision 1 of s/a",
                        "file:3: id gen/s/failing/1 was there before");
    }

    @Test
    void whatIsNoEventIsFound() {
        line("{\"id\":");
        line("");
        line("[]");
        line("{\"sequence\":\"1\",\"data\":{}}");
        assertThat(problems).hasSize(4).allMatch(problem -> problem.startsWith("file:"));
        assertThat(verifier.summary().problems()).isEqualTo(4);
    }

    @Test
    void whatIsNestedTooDeeplyIsFoundAndNotTheEnd() {
        event("a", "r", 1, null, "[".repeat(100_000) + "]".repeat(100_000));
        event("b", "r", 1, null, "{}");
        assertThat(problems).containsExactly("file:1: nested more deeply than any account");
    }

    @Test
    void aNewGenerationCountsFromOne() {
        event("a", "r", 1, null, "{}");
        event("a", "u", 2, "{}", "{}");
        generation = "new";
        event("a", "r", 1, null, "{\"n\":9}");
        event("a", "u", 2, "{\"n\":9}", "{}");
        assertThat(problems).isEmpty();
        assertThat(verifier.summary().accounts()).isOne();
    }

    @Test
    void aSinkThatWasAddedLaterBeginsWithASnapshot() {
        event("a", "r", 7, "{}", "{}");
        event("b", "r", 2, "{}", "{}");
        event("a", "u", 8, "{}", "{\"n\":1}");
        event("c", "c", 1, null, "{}");
        event("d", "u", 5, "{}", "{}");
        assertThat(problems)
                .containsExactly(
                        "file:5: s/d begins with op u, not r or c", "file:5: s/d begins with revision 5, not 1");
    }

    @Test
    void aTombstoneBehindAGapNeedsNoEventAndAnyOtherDoes() {
        event("a", "r", 1, null, "{}");
        event("b", "r", 1, null, "{}");
        event("c", "r", 1, null, "{}");
        FeedVerifier.Accounts accounts = verifier.accounts();
        accounts.put("s/a", 1, JsonNodeFactory.instance.objectNode());
        accounts.put("s/a", 7, null);
        accounts.put("s/b", 2, null);
        accounts.put("s/c", 7, null);
        accounts.put("s/c", 8, JsonNodeFactory.instance.objectNode().put("n", 1));
        accounts.put("s/never-told", 7, null);
        assertThat(accounts.wrong()).containsExactlyInAnyOrder("s/b", "s/c");
    }

    private void event(String account, String op, long revision, @Nullable String before, @Nullable String after) {
        sequence++;
        line("{\"id\":\"" + generation + "/s/" + account + "/" + revision + "\",\"source\":\"/feed/s\",\"type\":\""
                + type
                + "\",\"subject\":\"" + account + "\",\"sequence\":\"" + sequence
                + "\",\"data\":{\"op\":\"" + op + "\",\"revision\":" + revision
                + (before == null ? "" : ",\"before\":" + before) + (after == null ? "" : ",\"after\":" + after)
                + "}}");
    }

    private void source(String id) {
        sequence++;
        line("{\"id\":\"" + id + "\",\"source\":\"/feed/s\",\"type\":\"dev.accountfeed.source.failing\",\"sequence\":\""
                + sequence + "\"}");
    }

    private void line(String json) {
        lines++;
        verifier.accept("file:" + lines, json);
    }
}
