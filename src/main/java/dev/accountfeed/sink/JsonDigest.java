package dev.accountfeed.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** 128 bits that stand for a JSON value: equal for equal values, whatever the order of fields and the form of numbers. */
record JsonDigest(long high, long low) {

    /** Of no value at all. */
    static final JsonDigest NONE = new JsonDigest(0, 0);

    static JsonDigest of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return NONE;
        }
        StringBuilder text = new StringBuilder();
        write(value, text);
        ByteBuffer digest =
                ByteBuffer.wrap(Sha256.begin().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        return new JsonDigest(digest.getLong(), digest.getLong());
    }

    private static void write(JsonNode value, StringBuilder to) {
        if (value.isObject()) {
            to.append('{');
            for (String name : sortedNames(value)) {
                write(name, to);
                write(value.path(name), to);
            }
            to.append('}');
        } else if (value.isArray()) {
            to.append('[');
            value.forEach(item -> write(item, to));
            to.append(']');
        } else if (value.isNumber()) {
            to.append('n').append(value.decimalValue().stripTrailingZeros());
        } else if (value.isTextual()) {
            write(value.textValue(), to);
        } else {
            to.append(value.asText().charAt(0)); // true, false, null
        }
    }

    private static List<String> sortedNames(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).sorted().toList();
    }

    // The length in front keeps a text from looking like the end of itself.
    private static void write(String text, StringBuilder to) {
        to.append('"').append(text.length()).append(':').append(text);
    }
}
