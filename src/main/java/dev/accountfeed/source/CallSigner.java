package dev.accountfeed.source;

import dev.accountfeed.auth.Authenticator;
import dev.accountfeed.auth.Credentials;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

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
        poll.signed(authorization);
        poll.called(call(exchange.getMessage(), authorization.header()));
        exchange.getMessage().setHeader("Authorization", authorization.header());
    }

    private static Poll.Call call(Message message, String authorization) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel")) {
                headers.put(name, String.valueOf(value));
            }
        });
        int space = authorization.indexOf(' ');
        headers.put("Authorization", authorization.substring(0, space + 1) + "***");
        String query = message.getHeader(Exchange.HTTP_QUERY, "", String.class);
        return new Poll.Call(
                message.getHeader(Exchange.HTTP_METHOD, "GET", String.class),
                message.getHeader(Exchange.HTTP_URI, "", String.class) + (query.isEmpty() ? "" : "?" + query),
                headers);
    }
}
