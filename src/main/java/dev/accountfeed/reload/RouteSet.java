package dev.accountfeed.reload;

import dev.accountfeed.source.Poll;
import dev.accountfeed.source.PollRoutes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;

/** The poll routes of one configuration, in a Camel context of their own; retired, it ends with its last poll. */
public final class RouteSet implements PollRoutes {

    private static final String POLL = "account-poll";

    private final CamelContext context;
    private final ProducerTemplate template;
    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    private int polls;
    private boolean retired;
    private boolean stopped;

    RouteSet(CamelContext context) {
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    @Override
    public void send(Poll poll) {
        send(POLL, poll);
    }

    /** Sends a poll through another route than the one that stores what it finds. */
    public void send(String route, Poll poll) {
        template.send(endpoints.computeIfAbsent(route, name -> context.getEndpoint("direct:" + name)), exchange -> {
            exchange.setProperty(Poll.PROPERTY, poll);
            // Properties of their own: what is behind a dot of another one is looked up by reflection, at every call.
            exchange.setProperty("provider", poll.getProvider());
            exchange.setProperty("url", poll.getUrl());
            poll.getSource().options().forEach((name, value) -> exchange.setProperty("option-" + name, value.asText()));
        });
    }

    @Override
    public synchronized void enter() {
        polls++;
    }

    @Override
    public void leave() {
        synchronized (this) {
            polls--;
        }
        stopIfUnused();
    }

    /** Whether a route begins with {@code direct:<name>}. */
    public boolean has(String name) {
        return context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals("direct://" + name));
    }

    /** Its routes, to be shown. */
    public List<Route> routes() {
        return context.getRoutes();
    }

    /** No further poll enters: stops now, or with the last poll under way. */
    public void retire() {
        synchronized (this) {
            retired = true;
        }
        stopIfUnused();
    }

    private void stopIfUnused() {
        synchronized (this) {
            if (!retired || polls > 0) {
                return;
            }
        }
        stop();
    }

    /** Whether it has ended. */
    synchronized boolean isStopped() {
        return stopped;
    }

    /** Stops, whoever is still under way. */
    void stop() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        template.stop();
        context.stop();
    }
}
