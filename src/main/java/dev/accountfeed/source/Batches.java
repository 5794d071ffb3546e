package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Fingerprints;
import dev.accountfeed.provider.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/** The records of a list in batches, each small enough for memory and large enough for a transaction. */
final class Batches implements Iterator<List<Observation>>, Closeable {

    private static final int SIZE = 1000;

    private final RecordReader.Records records;
    private final AnswerFormat format;
    private final Set<String> repeatedIds;
    private final Poll poll;
    private final ObjectNode options;
    private final Fingerprints fingerprints;
    private final Map<String, JsonNode> repeated = new LinkedHashMap<>();
    private final Set<String> contradictory = new HashSet<>();
    private boolean done;

    Batches(RecordReader.Records records, AnswerFormat format, Set<String> repeatedIds, Poll poll) {
        this.records = records;
        this.format = format;
        this.repeatedIds = repeatedIds;
        this.poll = poll;
        this.options = poll.options();
        this.fingerprints = format.fingerprints(options);
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public List<Observation> next() {
        if (done) {
            throw new NoSuchElementException();
        }
        List<Observation> batch = new ArrayList<>(SIZE);
        while (batch.size() < SIZE && records.hasNext()) {
            JsonNode record = records.next();
            String id = format.id(record, options);
            if (id == null) {
                poll.unusable().add(record, "no id");
            } else if (repeatedIds.contains(id)) {
                keep(id, record);
            } else {
                batch.add(observation(record, id));
            }
        }
        if (!records.hasNext()) {
            done = true;
            repeated.forEach((id, record) -> batch.add(observation(record, id)));
        }
        return batch;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** The same row twice is one; the same id twice with different content is none. */
    private void keep(String id, JsonNode record) {
        JsonNode before = repeated.get(id);
        if (contradictory.contains(id) || (before != null && !Json.same(before, record))) {
            poll.unusable().add(record, "the same id twice with different content");
            contradictory.add(id);
            if (repeated.remove(id) != null) {
                poll.unusable().add(Objects.requireNonNull(before), "the same id twice with different content");
            }
        } else {
            repeated.put(id, record);
        }
    }

    private Observation observation(JsonNode record, String id) {
        return new Observation(record, id, fingerprints.of(record));
    }
}
