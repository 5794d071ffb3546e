package dev.accountfeed.source;

import dev.accountfeed.auth.Authenticator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts an authenticator's word on the call of a poll. */
public final class CallSigner implements Processor {

    private final Authenticator authenticator;

    public CallSigner(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void process(Exchange exchange) {
        Poll poll = exchange.getProperty(Poll.PROPERTY, Poll.class);
        Source source = poll.getSource();
        Authenticator.Authorization authorization = authenticator.authorize(
                source.credentials(), source.host(), source.provider().apiKeyScheme());
        poll.signed(authorization);
        exchange.getMessage().setHeader("Authorization", authorization.header());
    }
}
