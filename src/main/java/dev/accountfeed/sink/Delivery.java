package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import java.util.List;

/** Takes events to a sink; they have arrived when it returns. */
@FunctionalInterface
public interface Delivery {

    void deliver(List<StoredEvent> events) throws Exception;
}
