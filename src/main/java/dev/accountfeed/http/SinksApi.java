package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.sink.Replays;
import dev.accountfeed.state.EventLog;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** {@code /api/sinks}. */
public final class SinksApi {

    private final Supplier<List<RelayStatus>> sinks;
    private final EventLog log;
    private final Replays replays;

    SinksApi(Supplier<List<RelayStatus>> sinks, EventLog log, Replays replays) {
        this.sinks = sinks;
        this.log = log;
        this.replays = replays;
    }

    /** All sinks: there are few. */
    public Page<RelayStatus> list() {
        return new Page<>(sinks.get(), null);
    }

    /** Begins to send stored events once more; the answer tells which. */
    public Replays.Replay replay(@Header("sink") String sink, @Body @Nullable String body) {
        if (sinks.get().stream().noneMatch(one -> one.name().equals(sink))) {
            throw new ApiException(404, "there is no sink of this name; GET /api/sinks lists them");
        }
        long from = from(RequestBody.of(body).path("from"));
        if (from < log.first()) {
            throw new ApiException(400, "events before " + log.first() + " are no longer stored: replay from there");
        }
        if (from > log.last()) {
            throw new ApiException(400, "there is no event from there on: the last one is " + log.last());
        }
        try {
            return replays.start(sink, from);
        } catch (IllegalStateException e) {
            throw new ApiException(409, String.valueOf(e.getMessage()));
        }
    }

    private long from(JsonNode from) {
        String text = from.asText("");
        if (text.matches("[0-9]{1,20}")) {
            return text.length() > 18 && !text.startsWith("00") ? Long.MAX_VALUE : Long.parseLong(text);
        }
        try {
            return log.sequenceAt(Instant.parse(text)).orElse(Long.MAX_VALUE);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ApiException(400, "from must be the sequence of an event or a time such as 2026-11-21T16:00:00Z");
        }
    }
}
