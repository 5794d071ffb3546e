package dev.accountfeed.source;

import dev.accountfeed.auth.Authenticator;
import dev.accountfeed.auth.Credentials;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts an authenticator's word on the call of a poll. */
public final class CallSigner implements Processor {

    private final Authenticator authenticator;
    private final Handover handover;

    public CallSigner(Authenticator authenticator, Handover handover) {
        this.authenticator = authenticator;
        this.handover = handover;
    }

    @Override
    public void process(Exchange exchange) {
        Poll poll = exchange.getProperty(Poll.PROPERTY, Poll.class);
        Source source = poll.getSource();
        Credentials credentials = handover.choose(source);
        Authenticator.Authorization authorization = handover.watch(
                source,
                credentials,
                authenticator.authorize(
                        credentials, source.host(), source.provider().apiKeyScheme()));
        poll.signed(authorization);
        exchange.getMessage().setHeader("Authorization", authorization.header());
    }
}
