package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/**
 * The steps and questions that every poll passes, by the names that routes have for them.
 *
 * <p>A route could name bean and method, or a property of the poll, as well: but Camel looks a method up by its name
 * each time, which took a third of a poll.
 */
public final class PollSteps {

    private PollSteps() {}

    /** A step of a poll. */
    private interface Step {
        void take(Exchange exchange, Poll poll) throws Exception;
    }

    /** A step with some of the poll's rows. */
    private interface BatchStep {
        void take(List<Observation> batch, Poll poll) throws Exception;
    }

    /** What leads to a whole answer. */
    public static void bind(Registry registry, Answers answers, AccountMapper mapper) {
        registry.bind("answers.begin", step((exchange, poll) -> answers.begin(poll)));
        registry.bind("answers.receive", step(answers::receive));
        registry.bind(
                "answers.single",
                step((exchange, poll) -> answers.single(exchange.getMessage().getBody(JsonNode.class), poll)));
        registry.bind("answers.list", step((exchange, poll) -> answers.list(poll)));
        registry.bind("accountMapper.map", batchStep(mapper::map));
        // A loop asks behind a turn that failed, too.
        registry.bind("poll.fetching", (Predicate)
                exchange -> exchange.getException() == null && poll(exchange).beginsTurn());
        registry.bind("poll.repeated", predicate(Poll::isRepeated));
        registry.bind("poll.listing", predicate(Poll::isListing));
        registry.bind("poll.batches", new Expression() {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                return type.cast(poll(exchange).getBatches());
            }
        });
    }

    /** What follows from the answer. */
    public static void bind(Registry registry, Observations observations, PollOutcomes outcomes) {
        registry.bind("observations.recall", batchStep(observations::recall));
        registry.bind("observations.detect", batchStep(observations::detect));
        registry.bind("observations.store", batchStep(observations::store));
        registry.bind("observations.conclude", step((exchange, poll) -> observations.conclude(poll)));
        registry.bind("pollOutcomes.keepUnusable", step((exchange, poll) -> outcomes.keepUnusable(poll)));
    }

    private static Poll poll(Exchange exchange) {
        return exchange.getProperty(Poll.PROPERTY, Poll.class);
    }

    private static Processor step(Step step) {
        return exchange -> step.take(exchange, poll(exchange));
    }

    @SuppressWarnings("unchecked") // the split hands out what poll.batches has
    private static Processor batchStep(BatchStep step) {
        return exchange -> step.take(exchange.getMessage().getBody(List.class), poll(exchange));
    }

    private static Predicate predicate(java.util.function.Predicate<Poll> question) {
        return exchange -> question.test(poll(exchange));
    }
}
