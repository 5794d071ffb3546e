package dev.accountfeed.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"accounts": [{…}, …]}}. */
final class JsonRecordReader implements RecordReader {

    /** What follows a value is the rest of the answer. */
    private static final ObjectReader PART =
            Json.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String list;
    private final String id;

    /**
     * A reader for one provider.
     *
     * @param list name of the array's member in the answer
     * @param id name of the id's member in a record
     */
    JsonRecordReader(String list, String id) {
        this.list = list;
        this.id = id;
    }

    @Override
    public Scan scan(Answer answer) throws IOException {
        ObjectNode rest = Json.MAPPER.createObjectNode();
        RepeatedIds ids = new RepeatedIds();
        boolean found = false;
        long rows = 0;
        try (JsonParser parser = Json.MAPPER.createParser(answer.open())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
                    found = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        rows++;
                        scanRecord(parser, ids::add);
                    }
                } else {
                    rest.set(name, PART.readTree(parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("something follows the answer's JSON");
            }
        }
        return new Scan(rest, found, rows, ids.repeated());
    }

    private void scanRecord(JsonParser parser, Consumer<String> ids) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isId = parser.currentName().equals(id);
            if (parser.nextToken().isScalarValue() && isId) {
                ids.accept(parser.getText());
            }
            parser.skipChildren();
        }
    }

    @Override
    public Records open(Answer answer) throws IOException {
        JsonParser parser = Json.MAPPER.createParser(answer.open());
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(list);
            if (parser.nextToken() == JsonToken.START_ARRAY && found) {
                // The iterator takes the current token for a record's first.
                parser.clearCurrentToken();
                return new JsonRecords(parser, PART.readValues(parser));
            }
            parser.skipChildren();
        }
        return new JsonRecords(parser, null);
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
            return nodes.next();
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
