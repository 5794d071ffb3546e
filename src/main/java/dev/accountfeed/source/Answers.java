package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Classifier;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Takes answers in for the routes: whole first, then the error that they may hold, then the records. */
public final class Answers {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int ROUND = 100;

    /** What a Content-Type may hold that is not asked for; others, such as text/plain, are taken for what is asked. */
    private static final List<String> OTHERS = List.of("html", "xml", "json");

    private final Path folder;
    private final Clock clock;
    private final Map<Provider, AnswerFormat> formats = new ConcurrentHashMap<>();

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
     * Receives the body that a call has returned, to its end.
     *
     * @throws PollException where status and body say that it is no answer
     */
    public void receive(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll)
            throws IOException, PollException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Duration wait = retryAfter(message.getHeader("Retry-After", String.class));
        close(poll);
        Answer answer = new Answer(folder);
        poll.received(answer, wait, time(message.getHeader("Date", String.class)));
        try (InputStream body = message.getBody(InputStream.class)) {
            take(answer, body, poll);
        } catch (SocketException | SocketTimeoutException e) {
            if (poll.isTimeLeft()) {
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
        checkAnnounced(poll, message.getHeader("Content-Type", String.class));
        message.setBody(answer.open());
    }

    private static void take(Answer answer, @Nullable InputStream body, Poll poll) throws IOException, PollException {
        try {
            if (body != null) {
                answer.receive(body, poll.getSource().provider().maxBytes());
            }
        } catch (PollException e) {
            poll.abandonCall();
            throw e;
        }
    }

    /** An answer that says of itself that it is something else, an error aside, is not believed. */
    private void checkAnnounced(Poll poll, @Nullable String type) throws PollException {
        String asked = Objects.requireNonNullElse(poll.option("format"), "json");
        String said = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (OTHERS.stream().anyMatch(other -> !other.equals(asked) && said.contains(other))) {
            throwIfRefused(poll, 200, errorBody(poll));
            throw new PollException.Malformed("the answer is not " + asked + " but " + Classifier.oneLine(said), null);
        }
    }

    /** Takes the parsed answer about one account. */
    public void single(JsonNode body, @ExchangeProperty(Poll.PROPERTY) Poll poll) throws PollException {
        throwIfRefused(poll, 200, body);
        AnswerFormat format = format(poll);
        JsonNode record = format.single(body);
        if (record == null) {
            throw new PollException.Malformed("neither an account nor an error", null);
        }
        poll.addRows(1);
        Observation observation =
                new Observation(record, format.id(record), format.fingerprint(record, poll.options()));
        poll.complete(
                true,
                Completeness.WHOLE,
                clock.instant(),
                List.of(List.of(observation)).iterator());
    }

    /** Takes the received answer about many accounts; asks for a longer one where this is as long as its limit. */
    public void list(@ExchangeProperty(Poll.PROPERTY) Poll poll) throws IOException, PollException {
        AnswerFormat format = format(poll);
        RecordReader reader = format.reader(poll.option("format"));
        Answer answer = Objects.requireNonNull(poll.answer());
        RecordReader.Scan scan;
        try {
            scan = reader.scan(answer);
        } catch (IOException e) {
            throw new PollException.Malformed("the list cannot be read", e);
        }
        throwIfRefused(poll, 200, scan.rest());
        if (!scan.list()) {
            throw new PollException.Malformed("neither a list nor an error", null);
        }
        int largest = largestLimit(poll);
        boolean full = poll.limit() > 0 && scan.rows() == poll.limit();
        if (full && poll.limit() < largest) {
            poll.limit((int) Math.min(largest, poll.limit() * 10L));
            return;
        }
        poll.addRows(scan.rows());
        poll.complete(
                false,
                completeness(poll, scan.rows(), full),
                clock.instant(),
                scan.rows() == 0
                        ? Collections.emptyIterator()
                        : new Batches(reader.open(answer), format, scan.repeated(), poll));
    }

    private static int largestLimit(Poll poll) {
        String name = poll.getSource().provider().records().maxLimit();
        String largest = name == null ? null : poll.option(name);
        return largest == null ? poll.limit() : Integer.parseInt(largest);
    }

    private static Completeness completeness(Poll poll, long rows, boolean full) {
        Provider.Records records = poll.getSource().provider().records();
        if (full) {
            return Completeness.LIMIT_REACHED;
        }
        if (records.filters().stream().anyMatch(filter -> poll.option(filter) != null)) {
            return Completeness.FILTERED;
        }
        return records.limit() != null && rows > 0 && rows % ROUND == 0 ? Completeness.SILENT_CAP : Completeness.WHOLE;
    }

    private void throwIfRefused(Poll poll, int status, JsonNode body) throws PollException {
        PollException refusal = format(poll)
                .classifier()
                .classify(status, body, poll.retryAfter(), poll.isRenewable())
                .orElse(null);
        if (refusal != null) {
            if (refusal.outcome() == Outcome.REFUSED && poll.hasStandby()) {
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
            } catch (IOException e) {
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
        if (header.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        Instant until = time(header);
        Duration wait = until == null ? Duration.ZERO : Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant time(@Nullable String httpDate) {
        if (httpDate == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void close(Poll poll) throws IOException {
        Answer before = poll.answer();
        if (before != null) {
            before.close();
        }
    }
}
