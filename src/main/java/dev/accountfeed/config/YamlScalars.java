package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The JSON value of a YAML scalar, by the rules of YAML 1.2: {@code yes} and {@code on} are texts. */
final class YamlScalars {

    private static final int MAX_DIGITS = 64;
    private static final int MAX_EXPONENT = 64;

    private YamlScalars() {}

    static JsonNode convert(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return TextNode.valueOf(text);
        } else if (tag.equals(Tag.NULL)) {
            return NullNode.getInstance();
        } else if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(text.charAt(0) == 't' || text.charAt(0) == 'T');
        } else if (tag.equals(Tag.INT)) {
            return integer(text);
        } else if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        throw new IllegalArgumentException("tags (!name) mean nothing here; put a value that begins with ! in quotes");
    }

    private static JsonNode integer(String text) {
        if (text.length() > MAX_DIGITS) {
            throw tooLong();
        }
        BigInteger number;
        if (text.startsWith("0x")) {
            number = new BigInteger(text.substring(2), 16);
        } else if (text.startsWith("0o")) {
            number = new BigInteger(text.substring(2), 8);
        } else {
            number = new BigInteger(text);
        }
        if (number.bitLength() < Integer.SIZE) {
            return JsonNodeFactory.instance.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(number.longValue())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static JsonNode decimal(String text) {
        if (text.contains(".inf")
                || text.contains(".Inf")
                || text.contains(".INF")
                || text.toUpperCase(Locale.ROOT).endsWith(".NAN")) {
            throw new IllegalArgumentException("must be a number with an end; put a text such as .inf in quotes");
        }
        if (text.length() > 2 * MAX_DIGITS) {
            throw tooLong();
        }
        BigDecimal number = new BigDecimal(text);
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw tooLong();
        }
        return DecimalNode.valueOf(number);
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a number may have " + MAX_DIGITS + " digits and an exponent up to "
                + MAX_EXPONENT + "; put a text of digits in quotes");
    }
}
