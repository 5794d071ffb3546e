package dev.accountfeed.http;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.EventLog;
import java.util.List;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** {@code /api/events}. */
public final class EventsApi {

    private final EventLog log;

    EventsApi(EventLog log) {
        this.log = log;
    }

    /** The stored events behind a sequence, byte for byte as the sinks get them; {@code next} is there at the end too. */
    public Page<RawValue> list(@Header("after") @Nullable String after, @Header("limit") @Nullable String limit) {
        long sequence = Page.number("after", after, 0);
        List<StoredEvent> events = log.after(sequence, Page.limit(limit));
        return new Page<>(
                events.stream().map(event -> new RawValue(event.json())).toList(),
                events.isEmpty() ? sequence : events.get(events.size() - 1).sequence());
    }
}
