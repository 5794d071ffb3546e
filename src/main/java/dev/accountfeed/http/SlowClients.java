package dev.accountfeed.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ends connections whose next request does not arrive whole in time: one that drips is never idle. */
final class SlowClients {

    private final Vertx vertx;
    private final Duration patience;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    SlowClients(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** A connection has been made. */
    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> received(connection));
        expect(connection);
    }

    /** A request, or the rest of it, is to come. */
    void expect(HttpConnection connection) {
        Long timer = vertx.setTimer(patience.toMillis(), late -> connection.close());
        cancel(timers.put(connection, timer));
    }

    /** The request is there. */
    void received(HttpConnection connection) {
        cancel(timers.remove(connection));
    }

    private void cancel(@Nullable Long timer) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
