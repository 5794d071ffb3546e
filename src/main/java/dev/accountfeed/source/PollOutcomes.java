package dev.accountfeed.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.accountfeed.auth.CredentialsException;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.state.DatabaseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a poll that has no answer that counts: what the route's error handling calls when nothing is tried any more. */
public final class PollOutcomes implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PollOutcomes.class);

    private final DeadLetters deadLetters;

    public PollOutcomes(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void process(Exchange exchange) {
        Poll poll = exchange.getProperty(Poll.PROPERTY, Poll.class);
        poll.works();
        failed(poll, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    /** Whether the provider's word that an account is not there can be proved: its folder has a route for that. */
    public boolean isProvable(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        return exchange.getContext().getRoute(poll.getProvider() + "-account-proof") != null
                && exchange.getContext().getRoute("account-poll-absence") != null
                && poll.state().singleId() != null
                && poll.attempts().mayCall();
    }

    /** Keeps the rows that could not be used, if there were any. */
    public void keepUnusable(@ExchangeProperty(Poll.PROPERTY) Poll poll) {
        deadLetters.unusable(poll, poll.unusable().kept());
    }

    /** Sees to it that a poll whose route has ended has an outcome. */
    public void ended(Poll poll) {
        if (poll.outcome() == null) {
            // Its time was up while it waited to try again: what made it wait is the outcome.
            Throwable failure = poll.attempts().failure();
            failed(poll, failure == null ? new IllegalStateException("the poll has no outcome") : failure);
        }
    }

    void failed(Poll poll, Throwable cause) {
        PollException failure = classify(poll, cause);
        String message = poll.withoutSecrets(String.valueOf(failure.getMessage()));
        if (failure.outcome() == Outcome.MALFORMED) {
            deadLetters.malformed(poll, message);
        }
        // What the database cannot do it tells itself, once and not for every poll.
        if (failure.outcome() == Outcome.INTERNAL && !(failure.getCause() instanceof DatabaseException)) {
            LOG.error("Source {}: poll {}: {}", poll.getSource().id(), poll.getId(), message, cause);
        }
        poll.end(failure.outcome(), message);
    }

    /** What a failure means, however Camel has wrapped it. */
    static PollException classify(Poll poll, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            PollException known = known(poll, cause);
            if (known != null) {
                return known;
            }
        }
        if (poll.isFetching() && !poll.attempts().isTimeLeft()) {
            // A call that is ended between two steps of the HTTP client fails in words of the client's own.
            return new PollException.Unavailable(network(poll, failure), failure);
        }
        return new PollException(Outcome.INTERNAL, "fault of this feed: " + failure, null, failure);
    }

    private static @Nullable PollException known(Poll poll, Throwable cause) {
        if (cause instanceof PollException known) {
            return known;
        }
        if (cause instanceof JacksonException e) {
            // The parser's own words quote the answer.
            JsonLocation at = e.getLocation();
            String line = at == null ? "" : ", line " + at.getLineNr();
            return new PollException.Malformed("the answer cannot be parsed" + line, cause);
        }
        if (cause instanceof NumberFormatException) {
            // Jackson's, of an exponent such as e99999999999; it quotes the answer too.
            return new PollException.Malformed("the answer holds a number that cannot be read", null);
        }
        if (cause instanceof CredentialsException) {
            return new PollException(Outcome.REFUSED, String.valueOf(cause.getMessage()), null, cause);
        }
        if (cause instanceof DatabaseException) {
            return new PollException(Outcome.INTERNAL, "nothing is stored: " + cause.getMessage(), null, cause);
        }
        // Once the answer is whole, files and database are our own.
        return cause instanceof IOException && poll.isFetching()
                ? new PollException.Unavailable(network(poll, cause), cause)
                : null;
    }

    private static String network(Poll poll, Throwable cause) {
        String host = poll.getSource().host();
        // What went wrong while there was time is told, though the time is up from trying.
        Throwable failure = poll.attempts().isTimeLeft()
                ? cause
                : poll.attempts().hasFailedInTime() ? poll.attempts().failure() : null;
        String problem = failure == null ? null : problem(host, failure);
        return problem == null ? "no answer from " + host + " in time" : problem;
    }

    /** Null where nothing came at all. */
    private static @Nullable String problem(String host, Throwable failure) {
        String broken = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PollException) {
                return cause.getMessage();
            }
            if (broken == null && cause instanceof IOException && !(cause instanceof InterruptedIOException)) {
                broken = "the connection to " + host + " broke: "
                        + cause.getClass().getSimpleName();
            }
            if (cause instanceof UnknownHostException) {
                return "host " + host + " is not known: check url";
            }
            if (cause instanceof ConnectException) {
                return host + " refuses connections: check url, or wait for the provider";
            }
            if (cause instanceof SSLException tls && TlsProblem.of(tls) != null) {
                return "no secure connection to " + host + ": " + TlsProblem.of(tls);
            }
        }
        return broken;
    }
}
