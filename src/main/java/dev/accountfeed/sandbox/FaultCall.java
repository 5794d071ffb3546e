package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call that a fault has got hold of.
 *
 * @param options as given, or else their defaults
 * @param next what would have answered without this fault
 */
record FaultCall(Request request, Simulator simulator, Map<String, JsonNode> options, Function<Request, Answer> next) {

    Answer proceed() {
        return next.apply(request);
    }

    Answer proceed(Request changed) {
        return next.apply(changed);
    }

    /** The answer of someone in front of the provider, in nobody's form. */
    Answer text(int status, String contentType, String body) {
        return Answer.of(status, contentType, Content.of(body));
    }

    ProviderData.Fields fields() {
        return simulator.data().fields();
    }

    String text(String option) {
        return value(option).asText();
    }

    int number(String option) {
        return value(option).asInt();
    }

    long large(String option) {
        return value(option).asLong();
    }

    boolean flag(String option) {
        return value(option).asBoolean();
    }

    Duration seconds(String option) {
        return Duration.ofMillis(Math.round(value(option).asDouble() * 1000));
    }

    /** Empty for an option that was left out and has no default. */
    Optional<String> given(String option) {
        return Optional.of(text(option)).filter(text -> !text.isEmpty());
    }

    private JsonNode value(String option) {
        JsonNode value = options.get(option);
        if (value == null) {
            throw new IllegalStateException("the fault declares no option " + option);
        }
        return value;
    }
}
