package dev.accountfeed.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/** JSON in which numbers are exact decimals and nothing is said twice. */
public final class Json {

    /** Digits of a number, and the largest exponent either way, that an account may hold. */
    public static final int MAX_DIGITS = 64;

    /** Whatever has been stored or sent can be read again, also what came before accounts had limits of their own. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    /** Of parsers for what this feed has written itself. */
    public static final JsonFactory STORED =
            JsonFactory.builder().streamReadConstraints(UNLIMITED).build();

    /** A number that is much too long makes its row unusable, and not what stands around it. */
    private static final int MAX_NUMBER_LENGTH = 10_000;

    public static final JsonMapper MAPPER = exact(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build()))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectWriter RAW = MAPPER.writer().without(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);

    private Json() {}

    /** Makes a mapper read and write numbers as they are, and refuse what follows a document. */
    public static <B extends MapperBuilder<?, B>> B exact(B builder) {
        return builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, ToStringSerializer.instance)
                        .addDeserializer(Instant.class, new InstantDeserializer())
                        .addDeserializer(BigDecimal.class, new DecimalDeserializer()));
    }

    /** Reads what {@link #text} has written. */
    public static JsonNode tree(String text) {
        try (JsonParser parser = STORED.createParser(text)) {
            return MAPPER.readTree(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("stored JSON cannot be read", e);
        }
    }

    /** Writes compact JSON. */
    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes compact JSON of what a provider sent: no number is written out, however large its exponent. */
    public static String raw(JsonNode node) {
        try {
            return RAW.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #raw}, in UTF-8. */
    public static byte[] rawBytes(JsonNode node) {
        try {
            return RAW.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether two values are the same: numbers by value, 12.30 being 12.3, the rest member by member. */
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(Json::compare, b);
    }

    private static int compare(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    }

    /**
     * Whether a number can be worked with: {@code 1e99999999} takes all memory as soon as it is written out.
     *
     * <p>Digits and exponent, that of 1.5e7 being 7, are looked at without writing the number out.
     */
    public static boolean isReasonable(BigDecimal number) {
        int digits = number.precision();
        return digits <= MAX_DIGITS && Math.abs((long) digits - number.scale() - 1) <= MAX_DIGITS;
    }

    /** As {@link #isReasonable(BigDecimal)}. */
    public static boolean isReasonable(BigInteger number) {
        // 10^64 has 213 bits: cheaper than counting digits of what may be huge.
        return number.bitLength() <= 213 && isReasonable(new BigDecimal(number));
    }

    /** Takes numbers and numbers sent as text; refuses the rest in words that hold no value. */
    private static final class DecimalDeserializer extends StdScalarDeserializer<BigDecimal> {

        private static final long serialVersionUID = 1;

        DecimalDeserializer() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> reasonable(parser.getDecimalValue(), context);
                case VALUE_STRING -> parse(parser.getText().strip(), context);
                default -> context.reportInputMismatch(this, "not a number");
            };
        }

        private BigDecimal parse(String text, DeserializationContext context) throws IOException {
            // The exponent and its sign come on top of the digits.
            if (text.length() > MAX_DIGITS + 8) {
                return context.reportInputMismatch(this, "a number of more than %s digits", MAX_DIGITS);
            }
            try {
                return reasonable(new BigDecimal(text), context);
            } catch (NumberFormatException e) {
                return context.reportInputMismatch(this, "not a number");
            }
        }

        private BigDecimal reasonable(BigDecimal number, DeserializationContext context) throws IOException {
            return isReasonable(number)
                    ? number
                    : context.reportInputMismatch(this, "a number of more than %s digits", MAX_DIGITS);
        }
    }

    private static final class InstantDeserializer extends StdScalarDeserializer<Instant> {

        private static final long serialVersionUID = 1;
        private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                Instant time = Instant.parse(parser.getText());
                // RFC 3339 has years of four digits.
                return time.isBefore(FIRST) || time.isAfter(LAST)
                        ? (Instant) context.reportInputMismatch(this, "no year from 0 to 9999")
                        : time;
            } catch (java.time.format.DateTimeParseException e) {
                return context.reportInputMismatch(this, "not an RFC 3339 time");
            }
        }
    }
}
