package dev.accountfeed.source;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Whether a poll tries again: what the routes ask when an attempt has failed. */
public final class Retries {

    /** For the first failure of its kind, whatever else has failed before. */
    public boolean once(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        return failed(exchange, poll) == 1 && again(poll);
    }

    /** For as long as the poll has time, unless the host is down for all. */
    public boolean whileThereIsTime(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        failed(exchange, poll);
        return poll.attempts().isPatient() && again(poll);
    }

    private static boolean again(Poll poll) {
        if (!poll.attempts().mayCall() || !poll.isFetching()) {
            return false;
        }
        poll.attempts().again();
        return true;
    }

    /** Notes it; how many attempts have failed in the same way. */
    private static int failed(Exchange exchange, Poll poll) {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return poll.attempts().failed(why, PollOutcomes.classify(poll, why).outcome());
    }
}
