package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out what an answer that is not an account means, by the manifest's codes first and the HTTP status second. */
public final class Classifier {

    private static final String ANY_OTHER = "*";
    private static final int MAX_TEXT = 200;

    private final Provider.Errors errors;
    private final @Nullable Pattern retryAfterText;

    public Classifier(Provider.Errors errors) {
        this.errors = errors;
        this.retryAfterText = errors.retryAfter() == null ? null : Pattern.compile(errors.retryAfter());
    }

    /**
     * Why this is not an answer that counts; empty where it is one.
     *
     * @param body as parsed; a missing node where it could not be
     * @param retryAfter what the Retry-After header says; null without one
     * @param signed whether the call carried a signed token, which can be renewed
     * @param masked what the provider's words are told without: before they are cut, for half a secret is one too
     */
    public Optional<PollException> classify(
            int status, JsonNode body, @Nullable Duration retryAfter, boolean signed, UnaryOperator<String> masked) {
        JsonNode code = first(body, errors.codes());
        Outcome outcome = code == null ? null : byCode(code.asText().strip(), status);
        if (outcome == null) {
            outcome = byStatus(status, retryAfter != null);
        }
        if (outcome == Outcome.OK && hasError(body)) {
            outcome = Outcome.UNEXPECTED;
        }
        if (outcome == Outcome.UNAVAILABLE && status == 503 && retryAfter != null) {
            outcome = Outcome.THROTTLED;
        }
        if (outcome == Outcome.REFUSED && status == 401 && signed && code == null) {
            outcome = Outcome.TOKEN_REFUSED;
        }
        if (outcome == Outcome.OK) {
            return Optional.empty();
        }
        JsonNode text = first(body, errors.messages());
        Duration wait = retryAfter != null ? retryAfter : secondsIn(text);
        return Optional.of(PollException.of(outcome, describe(status, code, text, masked), wait));
    }

    /** By the manifest; null where it leaves the code to the status. */
    private @Nullable Outcome byCode(String code, int status) {
        String word = errors.classes().get(code);
        if (word == null && code.matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(code);
            for (Map.Entry<String, String> entry : errors.classes().entrySet()) {
                if (entry.getKey().startsWith("<")
                        && number < Integer.parseInt(entry.getKey().substring(1))) {
                    word = entry.getValue();
                }
            }
        }
        if (word == null) {
            word = errors.classes().get(ANY_OTHER);
        }
        if (word == null) {
            return status == 200 ? Outcome.UNEXPECTED : null;
        }
        return Outcome.of(word);
    }

    private static Outcome byStatus(int status, boolean retryAfter) {
        return switch (status) {
            case 200 -> Outcome.OK;
            case 401, 403 -> Outcome.REFUSED;
            case 429 -> Outcome.THROTTLED;
            case 503 -> retryAfter ? Outcome.THROTTLED : Outcome.UNAVAILABLE;
            default -> status >= 500 && status < 600 ? Outcome.UNAVAILABLE : Outcome.UNEXPECTED;
        };
    }

    /** Whether the answer speaks of an error though it holds no code. */
    private boolean hasError(JsonNode body) {
        return errors.codes().stream()
                .map(pointer -> body.path(pointer.split("/", 3)[1]))
                .anyMatch(error -> error.isContainerNode()
                        ? !error.isEmpty()
                        : !error.isNull() && !error.asText().isEmpty());
    }

    private @Nullable Duration secondsIn(@Nullable JsonNode text) {
        if (text == null || retryAfterText == null) {
            return null;
        }
        Matcher matcher = retryAfterText.matcher(text.asText());
        return matcher.find() && matcher.group(1).length() <= 9
                ? Duration.ofSeconds(Long.parseLong(matcher.group(1)))
                : null;
    }

    private static String describe(
            int status, @Nullable JsonNode code, @Nullable JsonNode text, UnaryOperator<String> masked) {
        StringBuilder description = new StringBuilder("HTTP ").append(status);
        if (code != null) {
            description.append(", code ").append(oneLine(masked.apply(code.asText())));
        }
        if (text != null) {
            description.append(": ").append(oneLine(masked.apply(text.asText())));
        }
        return description.toString();
    }

    /** What a provider writes ends up in logs: no line breaks, no escapes, no novels. */
    public static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Z}]+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }

    private static @Nullable JsonNode first(JsonNode body, Iterable<String> pointers) {
        for (String pointer : pointers) {
            JsonNode found = body.at(pointer);
            if (found.isValueNode() && !found.isNull()) {
                return found;
            }
        }
        return null;
    }
}
