package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <accountsResponse><accounts><account>…}, with none, one or many, and a bare {@code <account>}, which is
 * a list of one.
 */
final class XmlRecordReader implements RecordReader {

    /** Text and elements only: no DTD, so no entity of its own, inside or outside. */
    static final XmlMapper MAPPER = Json.exact(XmlMapper.builder()).build();

    static {
        // Else a text is read when it is asked for: its mistakes come late, unchecked, or not before the second
        // reading.
        MAPPER.getFactory().getXMLInputFactory().setProperty("com.ctc.wstx.lazyParsing", false);
    }

    /** What follows an element is the rest of the answer. */
    private static final ObjectReader PART =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int MAX_DEPTH = 1000;

    private final String list;
    private final String element;
    private final String id;

    /**
     * A reader for one provider.
     *
     * @param list name of the element around the records
     * @param element name of a record's element
     * @param id name of the id's element in a record
     */
    XmlRecordReader(String list, String element, String id) {
        this.list = list;
        this.element = element;
        this.id = id;
    }

    @Override
    public Scan scan(Answer answer) throws IOException {
        RepeatedIds ids = new RepeatedIds();
        boolean found = false;
        long rows = 0;
        try (Cursor cursor = new Cursor(answer)) {
            while (cursor.nextElement()) {
                found |= cursor.name().equals(list);
                if (cursor.name().equals(element)) {
                    found = true;
                    rows++;
                    String recordId = cursor.text(id);
                    if (recordId != null) {
                        ids.add(recordId);
                    }
                }
            }
        } catch (XMLStreamException e) {
            Location at = e.getLocation();
            throw new IOException("the answer is not XML: line " + (at == null ? "unknown" : at.getLineNumber()), e);
        }
        JsonNode rest = found || answer.isLargerThan(MAX_PART) ? Json.MAPPER.createObjectNode() : small(answer);
        return new Scan(rest, found, rows, ids.repeated());
    }

    /** An answer without records is an error's: its elements below the root. */
    private static JsonNode small(Answer answer) throws IOException {
        JsonNode node = MAPPER.readTree(answer.open());
        return node.isObject() ? node : Json.MAPPER.createObjectNode();
    }

    @Override
    public Records open(Answer answer) throws IOException {
        try {
            return new XmlRecords(new Cursor(answer), element, id);
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static final class XmlRecords implements Records {

        private final Cursor cursor;
        private final String element;
        private final String id;
        private boolean found;

        XmlRecords(Cursor cursor, String element, String id) throws XMLStreamException {
            this.cursor = cursor;
            this.element = element;
            this.id = id;
            advance();
        }

        private void advance() throws XMLStreamException {
            do {
                found = cursor.nextElement();
            } while (found && !cursor.name().equals(element));
        }

        @Override
        public boolean hasNext() {
            return found;
        }

        @Override
        public JsonNode next() {
            if (!found) {
                throw new NoSuchElementException();
            }
            try {
                JsonNode node = cursor.tree();
                advance();
                if (node instanceof ObjectNode record) {
                    JsonNode text = record.path(id);
                    // Space around it is the document's, not the id's.
                    return text.isTextual() ? record.put(id, text.asText().strip()) : record;
                }
                // An element without children is read as text.
                return Json.MAPPER.createObjectNode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (XMLStreamException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }

        @Override
        public void close() throws IOException {
            cursor.close();
        }
    }

    /** A stream of elements. */
    private static final class Cursor implements AutoCloseable {

        private final InputStream stream;
        private final XMLStreamReader reader;
        private int depth;

        Cursor(Answer answer) throws IOException, XMLStreamException {
            stream = answer.open();
            reader = MAPPER.getFactory().getXMLInputFactory().createXMLStreamReader(stream);
        }

        boolean nextElement() throws XMLStreamException {
            while (reader.hasNext()) {
                int event = next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    return true;
                }
            }
            return false;
        }

        private int next() throws XMLStreamException {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT && ++depth > MAX_DEPTH) {
                throw new XMLStreamException("nested more than " + MAX_DEPTH + " deep", reader.getLocation());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE || event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("document types and entities are refused", reader.getLocation());
            }
            return event;
        }

        String name() {
            return reader.getLocalName();
        }

        /**
         * The text of a child of the current element, or of the attribute of that name; null where there is neither.
         * The element is read to its end.
         */
        @Nullable
        String text(String child) throws XMLStreamException {
            int outside = depth - 1;
            String attribute = reader.getAttributeValue(null, child);
            StringBuilder text = attribute == null ? null : new StringBuilder(attribute);
            boolean inside = false;
            while (depth > outside) {
                int event = next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    inside = depth == outside + 2 && reader.getLocalName().equals(child);
                    text = inside ? new StringBuilder() : text;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    inside = false;
                } else if (inside && text != null && reader.isCharacters()) {
                    text.append(reader.getText());
                }
            }
            return text == null ? null : text.toString().strip();
        }

        /** The current element as a tree, read to its end. */
        JsonNode tree() throws IOException {
            depth--;
            return PART.readValue(MAPPER.getFactory().createParser(reader));
        }

        @Override
        public void close() throws IOException {
            try {
                reader.close();
            } catch (XMLStreamException e) {
                throw new IOException(e);
            } finally {
                stream.close();
            }
        }
    }
}
