package dev.accountfeed.http;

import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.EventLog;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /api/events} as server-sent events: those behind a sequence, then each as it is stored; from now on without
 * {@code after} or {@code Last-Event-ID}.
 *
 * <p>A client that reads slowly is sent no more than it takes; a route would keep a thread for each.
 */
final class EventStreams implements Handler<RoutingContext> {

    private static final String TYPE = "text/event-stream";
    private static final int MOST = 64;
    private static final int BATCH = 200;
    // Less than the patience that proxies and this server have with a connection on which nothing happens.
    private static final long KEEP_ALIVE = Duration.ofSeconds(10).toMillis();

    private final EventLog log;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    EventStreams(EventLog log) {
        this.log = log;
        log.onAppend(() -> streams.forEach(Stream::wake));
    }

    /** Stands behind the guards and before Camel's route of the same path. */
    void serve(Router router) {
        router.get("/api/events")
                .method(HttpMethod.HEAD)
                .order(Integer.MIN_VALUE + 3)
                .handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        if (accept == null || !accept.contains(TYPE)) {
            context.next();
            return;
        }
        if (streams.size() >= MOST) {
            context.response().putHeader("Retry-After", "10");
            throw new ApiException(503, "there are " + MOST + " live streams already: close one");
        }
        String after = context.request().getHeader("Last-Event-ID");
        if (after == null) {
            after = context.request().getParam("after");
        }
        long sequence = Page.number("after", after, -1);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            // A stream, which has no end, would be waited for.
            context.response().putHeader("Content-Type", TYPE).end();
            return;
        }
        Stream stream = new Stream(context, sequence);
        streams.add(stream);
        stream.open();
    }

    /** What one client is sent; all of it happens in the event loop of its connection. */
    private final class Stream {

        private final Context loop = Vertx.currentContext();
        private final RoutingContext context;
        private final HttpServerResponse response;
        private long sequence;
        private boolean reading;
        private boolean more;

        /** @param sequence behind which it begins; -1 for the end */
        Stream(RoutingContext context, long sequence) {
            this.context = context;
            this.response = context.response();
            this.sequence = sequence;
        }

        void open() {
            long timer = context.vertx().setPeriodic(KEEP_ALIVE, tick -> response.write(":\n\n"));
            context.addEndHandler(ended -> {
                streams.remove(this);
                context.vertx().cancelTimer(timer);
            });
            response.drainHandler(drained -> send());
            response.setChunked(true).putHeader("Content-Type", TYPE);
            reading = true;
            loop.executeBlocking(() -> sequence < 0 ? log.last() : sequence, false)
                    .onFailure(context::fail)
                    .onSuccess(start -> {
                        reading = false;
                        sequence = start;
                        response.write("retry: 1000\nid: " + start + "\n\n");
                        send();
                    });
        }

        /** There are new events: called by the thread that has stored them. */
        void wake() {
            loop.runOnContext(woken -> send());
        }

        private void send() {
            if (reading || response.ended() || response.closed() || response.writeQueueFull()) {
                more = true;
                return;
            }
            reading = true;
            more = false;
            loop.executeBlocking(() -> log.after(sequence, BATCH), false)
                    .onFailure(failure -> context.request().connection().close())
                    .onSuccess(this::send);
        }

        private void send(List<StoredEvent> events) {
            reading = false;
            if (!events.isEmpty()) {
                sequence = events.get(events.size() - 1).sequence();
                response.write(text(events));
            }
            if (more || !events.isEmpty()) {
                send();
            }
        }
    }

    private static String text(List<StoredEvent> events) {
        StringBuilder text = new StringBuilder();
        for (StoredEvent event : events) {
            text.append("id: ").append(event.sequence());
            text.append("\ndata: ").append(event.json()).append("\n\n");
        }
        return text.toString();
    }
}
