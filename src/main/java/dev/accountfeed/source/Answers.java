package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Classifier;
import dev.accountfeed.provider.Fingerprints;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.RecordReader;
import dev.accountfeed.provider.RecordSpool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Takes answers in for the routes: whole first, then the error that they may hold, then the records. */
public final class Answers {

    static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int MAX_PARSED = 16 * 1024 * 1024;

    /** What a Content-Type may hold that is not asked for; others, such as text/plain, are taken for what is asked. */
    private static final List<String> OTHERS = List.of("html", "xml", "json");

    private final Path folder;
    private final Clock clock;
    private final Map<Provider, AnswerFormat> formats = new ConcurrentHashMap<>();
    private final Map<Source, Fingerprints> fingerprints = new ConcurrentHashMap<>();

    /**
     * Answers to the polls of all sources.
     *
     * @param folder for large answers while they are read
     */
    public Answers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Reads what the providers' formats depend on now: their files may change before their first answer comes. */
    public Answers prepared(Collection<Provider> providers) {
        providers.forEach(provider -> formats.put(provider, new AnswerFormat(provider)));
        return this;
    }

    /**
     * Receives the body that a call has returned, to its end; the call's headers end here.
     *
     * @throws PollException where status and body say that it is no answer
     */
    public void receive(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll)
            throws IOException, PollException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        close(poll);
        Answer answer = new Answer(folder);
        poll.received(
                answer,
                retryAfter(message.getHeader("Retry-After", String.class)),
                message.getHeader("Date", String.class));
        try (InputStream body = message.getBody(InputStream.class)) {
            take(poll, status, body == null ? InputStream.nullInputStream() : body);
        }
        checkAnnounced(poll, message.getHeader("Content-Type", String.class));
        if (status == 200) {
            poll.endIfRepeated(clock.instant());
        }
        // Camel counts redeliveries in headers: without them a retry would never be the last one.
        message.getHeaders().keySet().removeIf(name -> !name.startsWith("CamelRedeliver"));
        // A large one is a list, which is read record by record from the answer itself.
        message.setBody(answer.isLargerThan(MAX_PARSED) ? InputStream.nullInputStream() : answer.open());
    }

    /** Receives a body into the poll's answer. */
    private void take(Poll poll, int status, InputStream body) throws IOException, PollException {
        try {
            poll.receive(body);
        } catch (PollException e) {
            poll.abandonCall();
            throw e;
        } catch (SocketException | SocketTimeoutException e) {
            Answer begun = poll.answer();
            if (poll.attempts().isTimeLeft() || begun == null || begun.head(1).length == 0) {
                throw e;
            }
            throw new PollException.Malformed("the answer was not whole in time", e);
        } catch (IOException e) {
            throw new PollException.Malformed(
                    "the answer broke off: " + e.getClass().getSimpleName(), e);
        }
        if (status != 200) {
            throwIfRefused(poll, status, errorBody(poll));
        }
    }

    /** Takes a body that is at hand, as {@link #receive} takes that of a call. */
    void take(Poll poll, int status, byte[] body) throws IOException, PollException {
        close(poll);
        poll.received(new Answer(folder), null, null);
        take(poll, status, new ByteArrayInputStream(body));
    }

    /** An answer that says of itself that it is something else, an error aside, is not believed. */
    private void checkAnnounced(Poll poll, @Nullable String type) throws PollException {
        String asked = Objects.requireNonNullElse(poll.option("format"), "json");
        String said = type == null ? "" : type.toLowerCase(Locale.ROOT);
        for (String other : OTHERS) {
            if (said.contains(other) && !other.equals(asked)) {
                throwIfRefused(poll, 200, errorBody(poll));
                throw new PollException.Malformed(
                        "the answer is not " + asked + " but " + Classifier.oneLine(said), null);
            }
        }
    }

    /** Begins to call for a whole answer, from its first page on. */
    public void begin(@ExchangeProperty(Poll.PROPERTY) Poll poll) throws IOException {
        Source source = poll.getSource();
        Provider.Paging paging = source.provider().records().paging();
        long maxBytes = paging == null ? source.provider().maxBytes() : paging.maxBytes();
        poll.begin(new Pages(source, new RecordSpool(folder, maxBytes)));
    }

    /** Takes the parsed answer about one account. */
    public void single(JsonNode body, @ExchangeProperty(Poll.PROPERTY) Poll poll) throws IOException, PollException {
        poll.taken();
        throwIfRefused(poll, 200, body);
        AnswerFormat format = format(poll);
        JsonNode record = format.single(body);
        if (record == null) {
            throw new PollException.Malformed("neither an account nor an error", null);
        }
        tellPreferredAddress(poll, body);
        String id = format.id(record, poll.options());
        if (wantsList(poll)) {
            poll.checkIdentity(id);
            poll.singleId(id);
            poll.pages().addOwn(format.withoutSecrets(record), id);
            poll.fetchedRows(1);
            poll.listNext();
            return;
        }
        poll.addRows(1);
        Fingerprints ofSource =
                fingerprints.computeIfAbsent(poll.getSource(), source -> format.fingerprints(poll.options()));
        Observation observation = new Observation(record, id, ofSource.of(record));
        poll.complete(
                true,
                Completeness.WHOLE,
                clock.instant(),
                List.of(List.of(observation)).iterator());
    }

    /**
     * Takes the answer that proves that the source still sees accounts, another one than it was asked for.
     *
     * @throws PollException where it proves nothing
     */
    public void proof(@ExchangeProperty(Poll.PROPERTY) Poll poll) throws IOException, PollException {
        AnswerFormat format = format(poll);
        String asked = Objects.requireNonNullElse(poll.option("format"), "json");
        byte[] received = Objects.requireNonNull(poll.answer()).head(MAX_ERROR_BODY);
        JsonNode body = AnswerFormat.Format.valueOf(asked).mapper().readTree(received);
        throwIfRefused(poll, 200, body);
        JsonNode record = format.single(body);
        String id = record == null ? null : format.id(record, poll.options());
        if (id == null || id.equals(poll.state().singleId())) {
            throw new PollException.NotFound("the account is not there, which nothing proves: the caller's own account "
                    + (id == null ? "is no answer either" : "is this one, and is there"));
        }
        poll.completed(clock.instant());
    }

    /**
     * Takes the received answer about many accounts; asks for a longer one where this is as long as its limit, for the
     * next page where there is one.
     */
    public void list(@ExchangeProperty(Poll.PROPERTY) Poll poll) throws IOException, PollException {
        poll.taken();
        AnswerFormat format = format(poll);
        RecordReader reader = format.reader(poll.option("format"));
        Answer answer = Objects.requireNonNull(poll.answer());
        RecordReader.Scan scan = scan(reader, answer);
        throwIfRefused(poll, 200, scan.rest());
        if (!poll.attempts().isTimeLeft()) {
            throw new PollException.Malformed("the list could not be read in time", null);
        }
        if (!scan.list()) {
            throw new PollException.Malformed("neither a list nor an error", null);
        }
        poll.fetchedRows(poll.pages().records().rows() + scan.rows());
        boolean full = poll.limit() > 0 && scan.rows() == poll.limit();
        if (full && poll.limit() < largestLimit(poll)) {
            poll.limit((int) Math.min(largestLimit(poll), poll.limit() * 10L));
        } else if (poll.pages().isOnlyOne()) {
            complete(poll, scan.rows(), full, reader.open(answer), scan.repeated());
        } else {
            turn(poll, scan, reader, answer, full);
        }
    }

    private static RecordReader.Scan scan(RecordReader reader, Answer answer) throws PollException {
        try {
            return reader.scan(answer);
        } catch (IOException e) {
            // Without its cause, which the routes would repeat like a broken connection.
            throw new PollException.Malformed("the list cannot be read", null);
        }
    }

    /** Takes a page: the answer is complete with the last. */
    private void turn(Poll poll, RecordReader.Scan scan, RecordReader reader, Answer answer, boolean full)
            throws IOException, PollException {
        Pages pages = poll.pages();
        pages.add(scan, reader, answer, format(poll), poll.options());
        if (!pages.hasNext()) {
            RecordSpool records = pages.records();
            complete(poll, records.rows(), full, records.open(), records.repeated());
        }
    }

    private void complete(Poll poll, long rows, boolean full, RecordReader.Records records, Set<String> repeated)
            throws IOException {
        poll.addRows(rows);
        poll.complete(
                false,
                completeness(poll, rows, full),
                clock.instant(),
                rows == 0 ? Collections.emptyIterator() : new Batches(records, format(poll), repeated, poll));
    }

    /**
     * Adds what a further call has brought to the one account; what the account already has stays as it is.
     *
     * @throws PollException where the further answer is none
     */
    void enrich(Poll poll, JsonNode body, JsonNode more) throws PollException {
        throwIfRefused(poll, 200, more);
        JsonNode record = format(poll).single(body);
        if (!more.isObject() || more.isEmpty()) {
            throw new PollException.Malformed("the further answer is empty", null);
        }
        if (record instanceof ObjectNode fields) {
            more.properties().forEach(field -> fields.putIfAbsent(field.getKey(), field.getValue()));
        }
    }

    private static boolean wantsList(Poll poll) {
        String option = poll.getSource().provider().records().beside();
        return option != null && Boolean.parseBoolean(poll.option(option));
    }

    private static void tellPreferredAddress(Poll poll, JsonNode body) {
        String pointer = poll.getSource().provider().preferredAddress();
        if (pointer != null && body.at(pointer).isTextual()) {
            poll.preferredAddress(Classifier.oneLine(body.at(pointer).asText()));
        }
    }

    private static int largestLimit(Poll poll) {
        String name = poll.getSource().provider().records().maxLimit();
        String largest = name == null ? null : poll.option(name);
        return largest == null ? poll.limit() : Integer.parseInt(largest);
    }

    private static Completeness completeness(Poll poll, long rows, boolean full) throws IOException {
        Provider.Records records = poll.getSource().provider().records();
        if (full) {
            return Completeness.LIMIT_REACHED;
        }
        if (records.filters().stream().anyMatch(filter -> poll.option(filter) != null)) {
            return Completeness.FILTERED;
        }
        if (!poll.pages().isProven()) {
            return Completeness.PARTIAL;
        }
        boolean round = records.roundCap() > 0 && rows > 0 && rows % records.roundCap() == 0;
        return round ? Completeness.SILENT_CAP : Completeness.WHOLE;
    }

    private void throwIfRefused(Poll poll, int status, JsonNode body) throws PollException {
        AnswerFormat format = format(poll);
        PollException refusal = format.classifier()
                .classify(
                        status,
                        body,
                        poll.retryAfter(),
                        poll.call().isRenewable(),
                        words -> poll.withoutSecrets(format.withoutSecrets(words)))
                .orElse(null);
        if (refusal != null) {
            if (refusal.outcome() == Outcome.REFUSED && poll.call().hasStandby()) {
                refusal = new PollException.TokenRefused(String.valueOf(refusal.getMessage()));
            }
            if (refusal instanceof PollException.TokenRefused) {
                poll.authorizationRefused();
            }
            Duration wait = refusal.retryAfter();
            poll.retryAfter(wait == null || wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
            throw refusal;
        }
    }

    /** What a refusal says, in whatever format it says it. */
    private JsonNode errorBody(Poll poll) {
        Answer answer = poll.answer();
        byte[] head = answer == null ? new byte[0] : answer.head(MAX_ERROR_BODY);
        for (AnswerFormat.Format format : AnswerFormat.Format.values()) {
            try {
                JsonNode body = format.mapper().readTree(head);
                if (body != null && body.isObject()) {
                    return body;
                }
            } catch (IOException | NumberFormatException e) {
                // The status has to do.
            }
        }
        return MissingNode.getInstance();
    }

    private AnswerFormat format(Poll poll) {
        return formats.computeIfAbsent(poll.getSource().provider(), AnswerFormat::new);
    }

    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (header.matches("[0-9]+")) {
            // More than nine digits are more than an hour however they go on.
            return header.length() > 9 ? LONGEST_WAIT : Duration.ofSeconds(Long.parseLong(header));
        }
        Instant until = HttpDates.instant(header);
        if (until == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static void close(Poll poll) throws IOException {
        Answer before = poll.answer();
        if (before != null) {
            before.close();
        }
    }
}
