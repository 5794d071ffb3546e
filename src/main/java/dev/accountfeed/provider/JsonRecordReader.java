package dev.accountfeed.provider;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"accounts": [{…}, …]}}, the array standing wherever the manifest says. */
final class JsonRecordReader implements RecordReader {

    /** What follows a value is the rest of the answer. */
    private static final ObjectReader PART =
            Json.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Names that are there twice have been looked for by the scan. */
    private static final ObjectReader RECORDS =
            Json.MAPPER.readerFor(JsonNode.class).without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final JsonPointer list;
    private final JsonPointer id;

    /**
     * A reader for one provider.
     *
     * @param list JSON Pointer of the array in the answer
     * @param id JSON Pointer of the id in a record
     */
    JsonRecordReader(String list, String id) {
        this.list = JsonPointer.compile(list);
        this.id = JsonPointer.compile(id);
    }

    @Override
    public Scan scan(Answer answer) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(answer.open())) {
            Scanner scanner = new Scanner(parser);
            ObjectNode rest = scanner.rest();
            if (parser.nextToken() != null) {
                throw new IOException("something follows the answer's JSON");
            }
            return new Scan(rest, scanner.found, scanner.rows, scanner.ids.repeated());
        } catch (NumberFormatException e) {
            // Jackson's, of an exponent such as e99999999999: its message holds what was read.
            throw new IOException("a number beside the list cannot be read");
        }
    }

    /** Reads all of an answer and keeps what is not a record. */
    private final class Scanner {

        private final JsonParser parser;
        private final RepeatedIds ids = new RepeatedIds();
        private boolean found;
        private long rows;
        private long beside;

        Scanner(JsonParser parser) {
            this.parser = parser;
        }

        /** What stands beside the array in the answer, which it is or which holds it. */
        ObjectNode rest() throws IOException {
            ObjectNode rest = Json.MAPPER.createObjectNode();
            JsonToken begin = parser.nextToken();
            if (list.matches() && begin == JsonToken.START_ARRAY) {
                list();
            } else if (!list.matches() && begin == JsonToken.START_OBJECT) {
                object(list, rest);
            } else {
                throw new IOException("the answer is not the JSON that holds a list");
            }
            return rest;
        }

        private void object(JsonPointer below, ObjectNode rest) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean onTheWay = name.equals(below.getMatchingProperty());
                if (onTheWay && below.tail().matches() && value == JsonToken.START_ARRAY) {
                    list();
                } else if (onTheWay && !below.tail().matches() && value == JsonToken.START_OBJECT) {
                    object(below.tail(), rest.putObject(name));
                } else {
                    rest.set(name, beside());
                }
            }
        }

        private JsonNode beside() throws IOException {
            long begin = offset() - beside;
            JsonNode value = PART.readTree(new JsonParserDelegate(parser) {
                @Override
                public JsonToken nextToken() throws IOException {
                    checkSize(offset() - begin);
                    return super.nextToken();
                }
            });
            beside = offset() - begin;
            return value;
        }

        private void list() throws IOException {
            found = true;
            long begin = offset();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                rows++;
                record(id);
                // Else the second reading would stop at it, with those before it stored: Jackson refuses long texts.
                checkSize(offset() - begin);
                begin = offset();
            }
            checkSize(offset() - begin);
        }

        /** How far the answer has been read: in bytes, or in characters where it is not in UTF-8. */
        private long offset() {
            JsonLocation here = parser.currentLocation();
            return Math.max(here.getByteOffset(), here.getCharOffset());
        }

        private void checkSize(long read) throws IOException {
            if (read > MAX_PART) {
                throw new IOException("a record, or what stands beside the list, has more than " + MAX_PART + " bytes");
            }
        }

        private void record(JsonPointer below) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean onTheWay = parser.currentName().equals(below.getMatchingProperty());
                JsonToken value = parser.nextToken();
                if (onTheWay && below.tail().matches() && value.isScalarValue()) {
                    // As the record's id will be: -0 is 0.
                    ids.add(
                            value == JsonToken.VALUE_NUMBER_INT
                                    ? parser.getNumberValue().toString()
                                    : parser.getText());
                } else if (onTheWay && !below.tail().matches() && value == JsonToken.START_OBJECT) {
                    record(below.tail());
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    @Override
    public Records open(Answer answer) throws IOException {
        JsonParser parser = RECORDS.createParser(answer.open());
        JsonPointer below = list;
        parser.nextToken();
        while (!below.matches()) {
            if (!enter(parser, String.valueOf(below.getMatchingProperty()))) {
                return new JsonRecords(parser, null);
            }
            below = below.tail();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY || parser.nextToken() == JsonToken.END_ARRAY) {
            return new JsonRecords(parser, null);
        }
        return new JsonRecords(parser, RECORDS.readValues(parser));
    }

    /** Goes to the value of a member of the current object. */
    private static boolean enter(JsonParser parser, String member) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(member);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private record JsonRecords(JsonParser parser, @Nullable MappingIterator<JsonNode> nodes) implements Records {

        @Override
        public boolean hasNext() {
            return nodes != null && nodes.hasNext();
        }

        @Override
        public JsonNode next() {
            if (nodes == null) {
                throw new NoSuchElementException();
            }
            try {
                return nodes.next();
            } catch (NumberFormatException e) {
                // Such as e99999999999. The others are read all the same, so it is a row that is nothing.
                return NullNode.getInstance();
            }
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
