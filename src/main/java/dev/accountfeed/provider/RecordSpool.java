package dev.accountfeed.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.accountfeed.account.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of several answers in the order they came: in memory while they are few, in a temporary file from then on. */
public final class RecordSpool implements Closeable {

    private static final int IN_MEMORY = 256 * 1024;

    private final Path folder;
    private final long maxBytes;
    private final RepeatedIds ids = new RepeatedIds();
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long bytes;
    private long rows;

    /**
     * An empty spool.
     *
     * @param folder for the temporary file
     * @param maxBytes of all records together
     */
    public RecordSpool(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * Keeps a record.
     *
     * @param id of its account; null where it has none
     * @throws PollException.Malformed where the records become more than may be taken
     */
    public void add(JsonNode record, @Nullable String id) throws IOException, PollException {
        // Not by way of a text, where half a character would become a question mark.
        byte[] line = Json.rawBytes(record);
        bytes += line.length + 1;
        if (bytes > maxBytes) {
            throw new PollException.Malformed("the pages are larger than " + maxBytes + " bytes", null);
        }
        try {
            if (out == null && bytes > IN_MEMORY) {
                file = Files.createTempFile(folder, "pages-", ".tmp");
                out = Files.newOutputStream(file);
                memory.writeTo(out);
                memory.reset();
            }
            OutputStream end = out == null ? memory : out;
            end.write(line);
            end.write('\n');
        } catch (IOException e) {
            throw PollException.unkept(folder, e);
        }
        rows++;
        if (id != null) {
            ids.add(id);
        }
    }

    /** How many records there are. */
    public long rows() {
        return rows;
    }

    /** The ids that more than one record has. */
    public Set<String> repeated() throws IOException {
        return ids.repeated();
    }

    /** The records from the first on; none can be added any more. */
    public RecordReader.Records open() throws IOException {
        if (out != null) {
            out.close();
        }
        InputStream in = file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
        // By a parser of our own: to Jackson's an array at the beginning would be all there is, and what follows it
        // none.
        JsonParser parser = Json.MAPPER.createParser(in);
        return new Spooled(parser, Json.MAPPER.readerFor(JsonNode.class).readValues(parser));
    }

    /** Removes the temporary file. */
    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private record Spooled(JsonParser parser, MappingIterator<JsonNode> nodes) implements RecordReader.Records {

        @Override
        public boolean hasNext() {
            return nodes.hasNext();
        }

        @Override
        public JsonNode next() {
            return nodes.next();
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
