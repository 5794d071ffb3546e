package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.accountfeed.provider.PollException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Adds the parsed answer of a further call to the parsed answer about one account. Pattern: Content Enricher. */
public final class AccountEnricher implements AggregationStrategy {

    private final Answers answers;

    public AccountEnricher(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Exchange aggregate(Exchange account, @Nullable Exchange more) {
        Poll poll = account.getProperty(Poll.PROPERTY, Poll.class);
        try {
            answers.enrich(poll, body(account), more == null ? MissingNode.getInstance() : body(more));
        } catch (PollException e) {
            account.setException(e);
        }
        return account;
    }

    private static JsonNode body(Exchange exchange) {
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        return body == null ? MissingNode.getInstance() : body;
    }
}
