package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.state.SourceState;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One poll of one source while it is under way: what the routes carry along as the exchange property {@code poll}. */
public final class Poll {

    public static final String PROPERTY = "poll";

    private final String id;
    private final Source source;
    private final String trigger;
    private final CallDeadline.Watch watch;
    private final List<UnusableRow> unusable = new ArrayList<>();
    private final BitSet seen = new BitSet();

    private SourceState state;
    private @Nullable Signature signature;
    private @Nullable Answer answer;
    private @Nullable Duration retryAfter;
    private @Nullable Instant providerTime;
    private @Nullable Instant completedAt;
    private @Nullable Iterator<List<Observation>> batches;
    private Completeness completeness = Completeness.WHOLE;
    private boolean single;
    private boolean fetching = true;
    private int limit;
    private long rows;
    private long unusableRows;
    private long firstNewRow = Long.MAX_VALUE;
    private @Nullable Outcome outcome;
    private @Nullable String message;

    /**
     * A poll that begins.
     *
     * @param state of the source, within its scope
     * @param watch over its time
     */
    public Poll(String id, Source source, String trigger, SourceState state, CallDeadline.Watch watch) {
        this.id = id;
        this.source = source;
        this.trigger = trigger;
        this.state = state;
        this.watch = watch;
        String option = source.provider().records().limit();
        this.limit = option == null || option(option) == null ? 0 : source.options().get(option).asInt();
    }

    public String getId() {
        return id;
    }

    public Source getSource() {
        return source;
    }

    /** The provider's folder, which begins the name of its routes. */
    public String getProvider() {
        return source.provider().name();
    }

    public String getTrigger() {
        return trigger;
    }

    public URI getUrl() {
        return source.url();
    }

    /** An option's value as text; null where the source has none. */
    public @Nullable String option(String name) {
        JsonNode value = source.options().get(name);
        return value == null ? null : value.asText();
    }

    /** All options as the mapping sees them. */
    ObjectNode options() {
        ObjectNode options = Json.MAPPER.createObjectNode();
        options.setAll(source.options());
        return options;
    }

    /** The query of a call: those of the options, a comma between their names, that the source has. */
    public String query(String names) {
        StringBuilder query = new StringBuilder();
        for (String name : names.split(",")) {
            String value = name.equals(source.provider().records().limit()) ? String.valueOf(limit) : option(name);
            if (value != null) {
                query.append(query.isEmpty() ? "" : "&").append(name).append('=');
                query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    /** Whether the poll may still call: its time is not up and the feed is not stopping. */
    public boolean isTimeLeft() {
        return !watch.isExpired();
    }

    /** Whether another call is wanted for a whole answer. */
    public boolean isFetching() {
        return fetching;
    }

    SourceState state() {
        return state;
    }

    void state(SourceState next) {
        state = next;
    }

    /** How the call under way proves itself, to be told when the provider does not take it. */
    void signed(Signature by) {
        signature = by;
    }

    boolean isSigned() {
        return signature != null;
    }

    void signatureRefused() {
        if (signature != null) {
            signature.refused(providerTime);
        }
    }

    /** Begins the reading of an answer. */
    void received(@Nullable Answer received, @Nullable Duration wait, @Nullable Instant time) {
        answer = received;
        retryAfter = wait;
        providerTime = time;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    void retryAfter(@Nullable Duration wait) {
        retryAfter = wait;
    }

    /** Ends the calls: this answer is the one. */
    void complete(boolean ofOne, Completeness how, Instant at, Iterator<List<Observation>> found) {
        single = ofOne;
        completeness = how;
        completedAt = at;
        batches = found;
        fetching = false;
    }

    /** Asks once more, for a longer list. */
    void limit(int larger) {
        limit = larger;
    }

    int limit() {
        return limit;
    }

    boolean isSingle() {
        return single;
    }

    Completeness completeness() {
        return unusableRows > 0 ? Completeness.PARTIAL : completeness;
    }

    Instant completedAt() {
        return completedAt == null ? Instant.EPOCH : completedAt;
    }

    /** The rows of the answer, a thousand at a time. */
    public @Nullable Iterator<List<Observation>> getBatches() {
        return batches;
    }

    /** Marks a known account as there. */
    void seen(long row) {
        seen.set(Math.toIntExact(row));
    }

    /** Whether a stored account was in the answer: marked, or stored by this very poll. */
    boolean hasSeen(long row) {
        return row >= firstNewRow || seen.get(Math.toIntExact(row));
    }

    void firstNewRow(long row) {
        firstNewRow = Math.min(firstNewRow, row);
    }

    boolean hasStoredNew() {
        return firstNewRow != Long.MAX_VALUE;
    }

    void addRows(long more) {
        rows += more;
    }

    long rows() {
        return rows;
    }

    /** Keeps a row that no account can be made of, for the dead letter. */
    void unusable(JsonNode record, String reason) {
        unusableRows++;
        if (unusable.size() < 100) {
            unusable.add(new UnusableRow(record, reason));
        }
    }

    List<UnusableRow> unusable() {
        return unusable;
    }

    long unusableRows() {
        return unusableRows;
    }

    void end(Outcome how, @Nullable String why) {
        outcome = how;
        message = why;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    @Nullable
    String message() {
        return message;
    }

    @Override
    public String toString() {
        return "Poll[" + source.id() + ", " + id + "]";
    }

    /** A row of an answer that no account can be made of. */
    record UnusableRow(JsonNode record, String reason) {}

    /** What a call proves itself with, when it can be made anew. */
    @FunctionalInterface
    interface Signature {

        /**
         * The provider did not take it.
         *
         * @param providerTime what the provider's clock said; null where it did not say
         */
        void refused(@Nullable Instant providerTime);
    }
}
