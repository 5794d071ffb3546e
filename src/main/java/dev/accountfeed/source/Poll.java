package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.CallDeadline;
import dev.accountfeed.provider.Classifier;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.state.SourceState;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One poll of one source while it is under way: what the routes carry along as the exchange property {@code poll}. */
public final class Poll {

    public static final String PROPERTY = "poll";

    private final String id;
    private final Source source;
    private final String trigger;
    private final CallDeadline.Watch watch;
    private final Attempts attempts;
    private final UnusableRows unusable = new UnusableRows();
    private final Presence presence = new Presence();
    private final ProviderCall call = new ProviderCall();

    private @Nullable ObjectNode options;
    private SourceState state;
    private @Nullable Answer answer;
    private int answers;
    private @Nullable LastAnswer before;
    private boolean repeated;
    private @Nullable Pages pages;
    private @Nullable String preferredAddress;
    private @Nullable Duration retryAfter;
    private @Nullable Traceparent trace;
    private Duration turn = Duration.ZERO;
    private @Nullable String providerTime;
    private @Nullable Instant completedAt;
    private @Nullable Iterator<List<Observation>> batches;
    private @Nullable Closeable opened;
    private Completeness completeness = Completeness.WHOLE;
    private boolean single;
    private boolean fetching = true;
    private boolean untaken;
    private boolean listing;
    private int limit;
    private long rows;
    private long fetchedRows;
    private @Nullable String singleId;
    private Consumer<JsonNode> taker = account -> {};
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
        attempts = new Attempts(watch);
        String option = source.provider().records().limit();
        String asked = option == null ? null : option(option);
        this.limit = asked == null ? 0 : Integer.parseInt(asked);
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

    /** The trace that whoever asked for the poll is in; null where there is none. */
    @Nullable
    Traceparent trace() {
        return trace;
    }

    void trace(@Nullable Traceparent asked) {
        trace = asked;
    }

    public URI getUrl() {
        return source.url();
    }

    /** The user name in the source's credentials, which some addresses hold; null where they have none. */
    public @Nullable String getUsername() {
        return source.credentials() instanceof Credentials.Basic basic ? basic.username() : null;
    }

    /** An option's value as text; null where the source has none. */
    public @Nullable String option(String name) {
        JsonNode value = source.options().get(name);
        return value == null ? null : value.asText();
    }

    /** All options as the mapping sees them. */
    ObjectNode options() {
        if (options == null) {
            options = Json.MAPPER.createObjectNode();
            options.setAll(source.options());
        }
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

    /** Where to call: the provider's own address of the next page, or the path below the source's url. */
    public String address(String path) {
        return pages().address(source.url() + path);
    }

    /** What the next page's query holds, by the manifest; empty where the list has no pages. */
    public String getPage() {
        return pages().query();
    }

    /** Begins to call for a whole answer: what an attempt before has brought counts no more. */
    void begin(Pages none) throws IOException {
        if (pages != null) {
            pages.close();
        }
        pages = none;
        untaken = false;
        listing = false;
        answers = 0;
    }

    Pages pages() {
        if (pages == null) {
            throw new IllegalStateException("the route account-fetch begins a poll's calls");
        }
        return pages;
    }

    /** Whether the list beside the one account is wanted now: the account itself has come. */
    public boolean isListing() {
        return listing;
    }

    void listNext() {
        listing = true;
    }

    /** The call that was made last. */
    public ProviderCall call() {
        return call;
    }

    /** Where the provider would like to be called, told and never followed; null where it did not say. */
    public @Nullable String preferredAddress() {
        return preferredAddress;
    }

    void preferredAddress(String told) {
        preferredAddress = told;
    }

    /** What was tried so far, and whether more may be. */
    Attempts attempts() {
        return attempts;
    }

    /** Waited so long for a call's turn. */
    void waitedForTurn(Duration time) {
        turn = turn.plus(time);
    }

    /** How long the poll's calls have waited for their turn. */
    Duration turn() {
        return turn;
    }

    /** Gives up the call under way. */
    void abandonCall() {
        watch.abandon();
    }

    /** From now on it only waits: the end of its time interrupts that. */
    void waits() {
        watch.waits();
    }

    /** The waiting is over. */
    void works() {
        watch.works();
    }

    /** Whether another call is wanted for a whole answer. */
    public boolean isFetching() {
        return fetching;
    }

    /**
     * Begins another turn of the provider's fetch route, if one is wanted.
     *
     * @throws IllegalStateException where the last turn took no answer: the next ones would call without an end
     */
    boolean beginsTurn() {
        if (fetching && untaken) {
            throw new IllegalStateException("the route " + getProvider()
                    + "-account-fetch has ended, and neither answers.single nor answers.list took an answer");
        }
        untaken = true;
        return fetching;
    }

    /** An answer has come to where it is read. */
    void taken() {
        untaken = false;
    }

    SourceState state() {
        return state;
    }

    void state(SourceState next) {
        state = next;
    }

    void authorizationRefused() {
        call.refused(HttpDates.instant(providerTime));
    }

    /** A provider's words without what we sent it: some repeat it, as it came or decoded. */
    String withoutSecrets(String text) {
        return ProviderCall.mask(call.withoutSecrets(text), source.credentials().secret());
    }

    /**
     * Begins the reading of an answer.
     *
     * @param time the Date header, which is read only where a token was refused; null where there was none
     */
    void received(@Nullable Answer received, @Nullable Duration wait, @Nullable String time) {
        answer = received;
        answers++;
        retryAfter = wait;
        providerTime = time;
    }

    /** Reads a body into the answer, to its end. */
    void receive(InputStream body) throws IOException, PollException {
        if (answer != null) {
            answer.receive(body, source.provider().maxBytes());
            call.answered();
        }
    }

    /** What the last poll was told, while nothing has changed that decides what follows from it. */
    void before(LastAnswer whole) {
        before = whole;
    }

    /** Ends the poll where the answer, its first, is that of the last poll: nothing follows from it again. */
    void endIfRepeated(Instant at) {
        LastAnswer known = before;
        byte[] digest = onlyAnswer();
        if (known != null && digest != null && known.isOf(digest)) {
            repeated = true;
            addRows(known.rows());
            complete(known.single(), known.completeness(), at, Collections.emptyIterator());
            end(Observations.outcome(this, 0), null);
        }
    }

    /** Whether the answer was that of the last poll, and this one has ended with it. */
    public boolean isRepeated() {
        return repeated;
    }

    /** The digest of the answer; null where none has come to its end, or it took several to make a whole one. */
    byte @Nullable [] onlyAnswer() {
        byte[] digest = answer == null || answers != 1 ? new byte[0] : answer.digest();
        return digest.length == 0 ? null : digest;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** How long the source waits because of this poll; null where its provider did not ask for that. */
    @Nullable
    Duration pause() {
        return outcome == Outcome.THROTTLED ? retryAfter : null;
    }

    void retryAfter(@Nullable Duration wait) {
        retryAfter = wait;
    }

    /** Ends the calls: this answer is the one. */
    void complete(boolean ofOne, Completeness how, Instant at, Iterator<List<Observation>> found) {
        opened = found instanceof Closeable reader ? reader : null;
        single = ofOne;
        completeness = how;
        completedAt = at;
        batches = found;
        fetching = false;
        call.accepted();
    }

    /** Notes when the last answer was whole. */
    void completed(Instant at) {
        completedAt = at;
    }

    /** Asks once more, for a longer list. */
    void limit(int larger) {
        limit = larger;
    }

    int limit() {
        return limit;
    }

    /** Whether the answer is about one account, and not a list of one. */
    public boolean isSingle() {
        return single;
    }

    /** How much the answer says about what it does not hold. */
    public Completeness completeness() {
        return unusable.count() > 0 ? Completeness.PARTIAL : completeness;
    }

    Instant completedAt() {
        return completedAt == null ? Instant.EPOCH : completedAt;
    }

    /** The rows of the answer, a thousand at a time. */
    public Iterator<List<Observation>> getBatches() {
        Iterator<List<Observation>> rows = batches;
        // Walked once only: going on after a failure would take what is behind for all there is, the rest for deleted.
        batches = null;
        if (rows == null) {
            throw new IllegalStateException("the answer has been walked already");
        }
        return rows;
    }

    /** Who asked for the accounts of this poll. */
    public void handTo(Consumer<JsonNode> asker) {
        taker = asker;
    }

    void handOver(@Nullable JsonNode account) {
        if (account != null) {
            taker.accept(account);
        }
    }

    /** Which of the stored accounts the answer holds. */
    Presence presence() {
        return presence;
    }

    @Nullable
    String singleId() {
        return singleId;
    }

    void singleId(@Nullable String accountId) {
        singleId = accountId;
    }

    /**
     * Looks whether the source's one account is the one that it was.
     *
     * @throws PollException where it is another one
     */
    void checkIdentity(@Nullable String accountId) throws PollException {
        String known = state.singleId();
        if (known != null && accountId != null && !accountId.equals(known)) {
            throw PollException.of(
                    Outcome.IDENTITY_CHANGED,
                    "the answer is about account " + Classifier.oneLine(accountId) + " and no longer about " + known
                            + ": check the credentials, or rename the source if this is meant",
                    null);
        }
    }

    void addRows(long more) {
        rows += more;
    }

    /** How many records have come so far. */
    public long fetchedRows() {
        return fetching ? fetchedRows : rows;
    }

    void fetchedRows(long soFar) {
        fetchedRows = soFar;
    }

    /** How many records the answer has. */
    public long rows() {
        return rows;
    }

    /** How many of them the list brought: beside the account that it stands beside, it may be empty. */
    public long listedRows() {
        return pages != null && pages.hasOwn() ? rows - 1 : rows;
    }

    /** The records that no account can be made of. */
    UnusableRows unusable() {
        return unusable;
    }

    /** How many records no account can be made of. */
    public long unusableRows() {
        return unusable.count();
    }

    /** How many of the answer's rows cannot be used. */
    public String unusableInWords() {
        return unusable.count() + " of " + rows + " rows cannot be used";
    }

    /** Removes what was kept of the answer. */
    public void release() throws IOException {
        try (Answer received = answer;
                Pages kept = pages;
                Closeable walked = opened) {
            // Closed in reverse order: the files after their readers.
        }
    }

    void end(Outcome how, @Nullable String why) {
        outcome = how;
        message = why;
    }

    public @Nullable Outcome outcome() {
        return outcome;
    }

    public @Nullable String message() {
        return message;
    }

    @Override
    public String toString() {
        return "Poll[" + source.id() + ", " + id + "]";
    }
}
