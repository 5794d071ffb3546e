package dev.accountfeed.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.accountfeed.account.Account;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Makes a provider's record a canonical account: jq moves the fields, Java types them. */
public final class AccountMapping {

    private static final Scope BUILTINS = builtins();

    /** Surrogates that are not one of a pair: a pair is matched as one character, outside the category. */
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    /** A third of what Jackson reads: events and lists are around an account. */
    private static final int MAX_DEPTH = 333;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.defaults();
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");
    private static final Pattern MISSING =
            Pattern.compile("(?:Function )?(\\$?[\\w:]+(?:/\\d+)?) (?:does not exist|is not defined)");
    private static final String TOO_LARGE = "a number of more than " + Json.MAX_DIGITS + " digits";

    private final Provider provider;
    private final Secrets secrets;
    private final JsonQuery query;
    private final Map<String, DateTimeFormatter> times;

    /**
     * The mapping of one provider.
     *
     * @param jq the text of {@code <provider>-account.jq}
     * @throws IllegalArgumentException where it does not compile
     */
    public AccountMapping(Provider provider, String jq) {
        this.provider = provider;
        this.secrets = new Secrets(provider);
        try {
            this.query = JsonQuery.compile(jq, Versions.JQ_1_6);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        this.times = provider.times().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, time -> TimeFormats.of(time.getValue())));
    }

    /** The mapping in a provider's folder. */
    public static AccountMapping of(Provider provider) {
        try {
            return new AccountMapping(provider, Files.readString(file(provider)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a provider's mapping stands. */
    public static Path file(Provider provider) {
        return provider.folder().resolve(provider.name() + "-account.jq");
    }

    private static Scope builtins() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return scope;
    }

    /**
     * The account in canonical JSON.
     *
     * @param record as read; changed on the way
     * @param options of the source, which the mapping sees as {@code $options}
     * @throws UnusableRecord where the record has no id or status, or a value is not of its type
     */
    public JsonNode map(JsonNode record, JsonNode options) throws UnusableRecord {
        if (!(record instanceof ObjectNode fields)) {
            throw new UnusableRecord("not an object");
        }
        prepare(fields);
        if (!(jq(fields, options) instanceof ObjectNode account)) {
            throw new UnusableRecord("the mapping makes no object of it");
        }
        checkSizes(account, 0);
        dropAbsent(account);
        if (account.has("provider") && !account.path("provider").asText().equals(provider.name())) {
            throw new UnusableRecord("the mapping names another provider than " + provider.name());
        }
        for (Map.Entry<String, DateTimeFormatter> time : times.entrySet()) {
            toInstant(account, time.getKey(), time.getValue());
        }
        try {
            ObjectNode canonical = Json.MAPPER.valueToTree(Json.MAPPER.treeToValue(account, Account.class));
            dropHollow(canonical);
            return canonical;
        } catch (ValueInstantiationException e) {
            // The account's own words: what it has not.
            throw new UnusableRecord(
                    String.valueOf(e.getCause() == null ? null : e.getCause().getMessage()));
        } catch (JsonMappingException e) {
            // Jackson's own words may quote the value.
            throw new UnusableRecord(problem(e) + pointer(e));
        } catch (JsonProcessingException e) {
            throw new UnusableRecord("not an account");
        }
    }

    /** What the mapping is given: typed, without secrets and without what no memory can hold. */
    void prepare(ObjectNode record) throws UnusableRecord {
        checkSizes(record, 0);
        secrets.drop(record);
        wholeCharacters(record);
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (field.getValue().isTextual()) {
                String type = provider.fields().get(field.getKey());
                if (type != null && (type.equals("boolean") || type.equals("number"))) {
                    field.setValue(typed(field.getValue(), type));
                }
            }
        }
    }

    /** What the mapping alone makes of a prepared record. */
    JsonNode jq(JsonNode record, JsonNode options) throws UnusableRecord {
        List<JsonNode> results = new ArrayList<>(1);
        Scope scope = Scope.newChildScope(BUILTINS);
        scope.setValue("options", options);
        try {
            query.apply(scope, record, results::add);
        } catch (JsonQueryException e) {
            // jq's own words quote the value, but for names of the mapping's, which jq looks up only now.
            Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
            throw new UnusableRecord(
                    "the mapping fails on it" + (missing.matches() ? ": there is no " + missing.group(1) : ""));
        } catch (StackOverflowError e) {
            throw new UnusableRecord("the mapping calls itself without end");
        }
        return results.size() == 1 ? results.get(0) : Json.MAPPER.nullNode();
    }

    private static JsonNode typed(JsonNode text, String type) throws UnusableRecord {
        String value = text.asText().strip();
        if (type.equals("boolean")) {
            return value.equals("true") || value.equals("false") ? BooleanNode.valueOf(value.equals("true")) : text;
        }
        try {
            // The exponent and its sign come on top of the digits; what is longer may take all memory.
            if (value.length() <= Json.MAX_DIGITS + 8) {
                DecimalNode number = DecimalNode.valueOf(new BigDecimal(value));
                checkSizes(number, 0);
                return number;
            }
        } catch (NumberFormatException e) {
            // No number, or one with an exponent that none can have.
        }
        if (NUMBER.matcher(value).matches()) {
            throw new UnusableRecord(TOO_LARGE);
        }
        return text;
    }

    /** Refuses what could be stored and sent, but not be read again by those who keep to Jackson's own limits. */
    private static void checkSizes(JsonNode node, int depth) throws UnusableRecord {
        if (node.isContainerNode()) {
            if (depth == MAX_DEPTH) {
                throw new UnusableRecord("nested more than " + MAX_DEPTH + " deep");
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (member.getKey().length() > LIMITS.getMaxNameLength()) {
                    throw new UnusableRecord("a name of more than " + LIMITS.getMaxNameLength() + " characters");
                }
            }
            for (JsonNode child : node) {
                checkSizes(child, depth + 1);
            }
        } else if ((node.isBigDecimal() && !Json.isReasonable(node.decimalValue()))
                || (node.isBigInteger() && !Json.isReasonable(node.bigIntegerValue()))) {
            throw new UnusableRecord(TOO_LARGE);
        } else if (node.isTextual() && node.asText().length() > LIMITS.getMaxStringLength()) {
            throw new UnusableRecord("a text of more than " + LIMITS.getMaxStringLength() + " characters");
        }
    }

    /**
     * Replaces halves of characters, which are left where a provider cuts a text: UTF-8 cannot say them, so what is
     * stored and sent would differ from what is compared.
     */
    private static void wholeCharacters(ObjectNode object) {
        object.properties().forEach(member -> member.setValue(wholeCharacters(member.getValue())));
    }

    private static JsonNode wholeCharacters(JsonNode node) {
        if (node instanceof ObjectNode object) {
            wholeCharacters(object);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wholeCharacters(array.get(i)));
            }
        } else if (node.isTextual() && HALF.matcher(node.asText()).find()) {
            return TextNode.valueOf(HALF.matcher(node.asText()).replaceAll("\uFFFD"));
        }
        return node;
    }

    /** Absent values are left out, never null; so is what only held absent values. An array keeps its places. */
    private static void dropAbsent(JsonNode node) {
        for (Iterator<JsonNode> values = node.iterator(); values.hasNext(); ) {
            JsonNode value = values.next();
            boolean hollow = value.isEmpty();
            dropAbsent(value);
            if (node.isObject() && (value.isNull() || (!hollow && value.isObject() && value.isEmpty()))) {
                values.remove();
            }
        }
    }

    /** What is made of our own parts, attributes aside, has members or is absent. */
    private static void dropHollow(ObjectNode account) {
        for (Iterator<Map.Entry<String, JsonNode>> members =
                        account.properties().iterator();
                members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (member.getValue() instanceof ObjectNode part && !member.getKey().equals("attributes")) {
                dropHollow(part);
                if (part.isEmpty()) {
                    members.remove();
                }
            }
        }
    }

    private static void toInstant(ObjectNode account, String pointer, DateTimeFormatter format) throws UnusableRecord {
        JsonNode time = account.at(pointer);
        if (time.isMissingNode()) {
            return;
        }
        int slash = pointer.lastIndexOf('/');
        if (account.at(pointer.substring(0, slash)) instanceof ObjectNode parent) {
            parent.set(pointer.substring(slash + 1), TextNode.valueOf(instant(time, pointer, format)));
        }
    }

    private static String instant(JsonNode time, String pointer, DateTimeFormatter format) throws UnusableRecord {
        try {
            return TimeFormats.instant(format, time.asText()).toString();
        } catch (DateTimeException e) {
            throw new UnusableRecord("not a time at " + pointer);
        }
    }

    private static String problem(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "an account has no ";
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType() == Account.Status.class) {
            return "not one of "
                    + Stream.of(Account.Status.values()).map(Enum::name).collect(Collectors.joining(", ")) + " at ";
        }
        boolean time = e instanceof MismatchedInputException mismatch && mismatch.getTargetType() == Instant.class;
        return time ? "not a time at " : "wrong type at ";
    }

    private static String pointer(JsonMappingException e) {
        // Names inside the provider's own objects are the provider's words.
        return Classifier.oneLine(e.getPath().stream()
                .map(reference -> "/" + reference.getFieldName())
                .collect(Collectors.joining()));
    }
}
