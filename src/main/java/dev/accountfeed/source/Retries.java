package dev.accountfeed.source;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Whether a poll tries again: what the routes ask when an attempt has failed. */
public final class Retries {

    /** For the first failure of its kind, whatever else has failed before. */
    public boolean once(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        return poll.failed(cause(exchange)) == 1 && again(poll);
    }

    /** For as long as the poll has time, unless the host is down for all. */
    public boolean whileThereIsTime(Exchange exchange, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        poll.failed(cause(exchange));
        return !poll.isHostDown() && again(poll);
    }

    private static boolean again(Poll poll) {
        if (!poll.mayCall() || !poll.isFetching()) {
            return false;
        }
        poll.retries();
        return true;
    }

    private static Exception cause(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
