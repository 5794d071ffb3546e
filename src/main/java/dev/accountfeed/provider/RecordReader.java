package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;

/** Walks the records of a list, one by one: memory does not grow with the list. */
public interface RecordReader {

    /** The most bytes of an answer that are in memory at once: those of a record, or all that stand beside the list. */
    long MAX_PART = 16 << 20;

    /**
     * Reads an answer to its end without keeping its records.
     *
     * @throws IOException where it is not the announced format
     */
    Scan scan(Answer answer) throws IOException;

    /** The records from the first on. */
    Records open(Answer answer) throws IOException;

    /**
     * What is known of an answer that has been read to its end.
     *
     * @param rest what the answer holds beside its list
     * @param list whether there is a list at all, an empty one included
     * @param rows how many records it has
     * @param repeated ids that more than one record has
     */
    record Scan(JsonNode rest, boolean list, long rows, Set<String> repeated) {}

    /** Records of an open answer; a failure to read one, after {@link #scan} has read them all, is unchecked. */
    interface Records extends Iterator<JsonNode>, Closeable {}
}
