package dev.accountfeed.http;

import dev.accountfeed.http.SourceView.State;
import dev.accountfeed.source.PollResult;
import dev.accountfeed.source.Poller;
import dev.accountfeed.source.SourceStatus;
import dev.accountfeed.source.Traceparent;
import dev.accountfeed.state.AccountStateRepository;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** {@code /api/sources} and {@code /api/polls}. */
public final class SourcesApi {

    private final Poller poller;
    private final AccountStateRepository states;

    SourcesApi(Poller poller, AccountStateRepository states) {
        this.poller = poller;
        this.states = states;
    }

    /** The sources by id, those whose id holds {@code q} only, and those in a state only. */
    public Page<SourceView> list(
            @Header("q") @Nullable String q,
            @Header("state") @Nullable String state,
            @Header("after") @Nullable String after,
            @Header("limit") @Nullable String limit) {
        if (state != null
                && Arrays.stream(State.values()).noneMatch(one -> one.name().equals(state))) {
            throw new ApiException(400, "state must be one of " + Arrays.toString(State.values()));
        }
        int most = Page.limit(limit);
        List<SourceStatus> found = poller.status().stream()
                .filter(source -> q == null || source.id().contains(q))
                .filter(source ->
                        state == null || SourceView.state(source).name().equals(state))
                .filter(source -> after == null || source.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(SourceStatus::id))
                .limit(most + 1L)
                .toList();
        Page<SourceStatus> page = Page.of(found, most, SourceStatus::id);
        return new Page<>(page.items().stream().map(SourceView::of).toList(), page.next());
    }

    /** Asks for a poll that starts after this call. */
    public Map<String, String> poll(
            @Header("id") String id, @Header(ApiHeaders.TRACEPARENT) @Nullable String traceparent) {
        return Map.of("id", request(id, "http", Traceparent.of(traceparent).orElse(null)));
    }

    Map<String, String> requestAll(String trigger, @Nullable Traceparent trace) {
        return poller.requestAll(trigger, trace);
    }

    /** Whether it is in the inventory, or accounts are known of it still. */
    boolean isKnown(String id) {
        return poller.knows(id) || states.sources().contains(id);
    }

    String request(String id, String trigger, @Nullable Traceparent trace) {
        if (!poller.knows(id)) {
            throw new ApiException(404, "there is no source of this id; GET /api/sources lists them");
        }
        try {
            return poller.request(id, trigger, trace);
        } catch (IllegalArgumentException e) {
            throw new ApiException(409, "the source is disabled: enable it in sources.yaml");
        }
    }

    /** Waits for a poll that was asked for, where the next start would not make up for it. */
    void await(String id, String poll) {
        poller.await(id, poll);
    }

    /** Whether the feed is about to end. */
    boolean isStopping() {
        return poller.isStopping();
    }

    /** How a poll that was asked for is doing. */
    public PollView result(@Header("id") String id) {
        // In the order of a poll's life: one that goes on meanwhile is met at its next stage.
        if (poller.isUnderWay(id)) {
            return new PollView(id, poller.isRunning(id) ? "running" : "pending", null, null, null, null, null, null);
        }
        PollResult result = poller.result(id)
                .orElseThrow(() -> new ApiException(
                        404, "there is no poll of this id: it is long over, or from before the last start"));
        return new PollView(
                id,
                "ended",
                result.source(),
                result.start(),
                result.took().toMillis(),
                result.outcome(),
                result.rows(),
                result.message());
    }
}
