package dev.accountfeed.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.accountfeed.account.Json;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with {@code {"error": …}} what a route could not do: what the routes' error handling calls. */
final class ApiErrors implements Processor {

    static final String CONTENT_TYPE = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @Override
    public void process(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        int status = 500;
        String error = "a fault of this feed: its log has more";
        if (cause instanceof ApiException known) {
            status = known.status();
            error = String.valueOf(known.getMessage());
        } else {
            // The route's id, not the path: that may hold a callback's token.
            LOG.error("A call to {} failed", exchange.getFromRouteId(), cause);
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, CONTENT_TYPE);
        // Bytes, so that the length is known and the answer comes in one piece.
        exchange.getMessage().setBody(body(error).getBytes(StandardCharsets.UTF_8));
    }

    static String body(String error) {
        return Json.text(JsonNodeFactory.instance.objectNode().put("error", error));
    }
}
