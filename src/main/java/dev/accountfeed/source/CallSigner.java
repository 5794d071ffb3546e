package dev.accountfeed.source;

import dev.accountfeed.auth.Authenticator;
import dev.accountfeed.auth.Credentials;
import java.util.HashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;

/** Puts an authenticator's word on the call of a poll, and notes the call without it. */
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
        poll.call().signed(authorization);
        Message message = exchange.getMessage();
        if (message.getHeader(Exchange.HTTP_METHOD) instanceof String method) {
            // Camel's own conversion searches all its converters at every call, which took a fifth of a poll.
            message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
        }
        poll.call().begins(new HashMap<>(message.getHeaders()));
        message.setHeader("Authorization", authorization.header());
    }
}
