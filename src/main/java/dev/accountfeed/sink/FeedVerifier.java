package dev.accountfeed.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Proves that a sink has received each account's every revision once, in order, each beginning where the last ended. */
public final class FeedVerifier {

    private static final ObjectMapper JSON = JsonMapper.builder(Json.STORED.copy())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Consumer<String> output;
    // An account's id is never seen twice without its revision being so; only the few other ids need to be kept.
    private final Map<String, Chain> chains = new HashMap<>();
    private final Set<String> otherIds = new HashSet<>();
    private String generation = "";
    private boolean joinedLate;
    private boolean trimmed;
    private long sequence;
    private long events;
    private long problems;

    /** @param output gets one line for each problem: its place, and what is wrong */
    public FeedVerifier(Consumer<String> output) {
        this.output = output;
    }

    /** Says that earlier events are gone from the sink: an account may begin with any revision. */
    public void joinedLate() {
        trimmed = true;
    }

    /** Takes the next event, in structured JSON; the place is what a problem's line begins with. */
    public void accept(String place, String line) {
        events++;
        try {
            JsonNode event = JSON.readTree(line);
            checkSequence(place, event);
            if (isOfSource(event.path("type").asText())) {
                checkOther(place, event.path("id").asText());
            } else {
                checkAccount(place, event);
            }
        } catch (JsonProcessingException e) {
            problem(place, "no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            problem(place, e.getMessage());
        } catch (StackOverflowError e) {
            problem(place, "nested more deeply than any account");
        }
    }

    private void checkSequence(String place, JsonNode event) throws IOException {
        long next = EventLine.sequence(event.path("sequence").asText());
        if (next <= sequence) {
            problem(place, "sequence " + next + " comes after " + sequence);
        }
        sequence = Math.max(sequence, next);
    }

    /** The prefix of types is a setting, and may hold anything. */
    private static boolean isOfSource(String type) {
        return type.endsWith(".source.failing") || type.endsWith(".source.recovered");
    }

    private void checkOther(String place, String id) {
        if (!otherIds.add(id)) {
            problem(place, "id " + id + " was there before");
        }
    }

    private void checkAccount(String place, JsonNode event) throws IOException {
        String id = event.path("id").asText();
        String source = event.path("source").asText();
        String account = source.substring(source.lastIndexOf('/') + 1) + "/"
                + event.path("subject").asText();
        JsonNode data = event.path("data");
        String op = data.path("op").asText();
        long revision = data.path("revision").asLong();
        String from = EventLine.generation(id);
        if (!id.equals(from + "/" + account + "/" + revision)) {
            problem(place, "id " + id + " is not that of revision " + revision + " of " + account);
        }
        if (!from.equals(generation)) {
            generation = from;
            // A sink that was added to an old feed begins with a snapshot.
            joinedLate = op.equals("r") && revision > 1;
        }
        Chain before = chains.get(account);
        if (before == null || !before.generation.equals(from)) {
            checkFirst(place, account, op, revision, data);
        } else {
            checkNext(place, account, op, revision, data, before);
        }
        chains.put(
                account, new Chain(generation, revision, sequence, op.equals("d"), JsonDigest.of(data.path("after"))));
    }

    private void checkFirst(String place, String account, String op, long revision, JsonNode data) {
        if (trimmed) {
            return;
        }
        if (!appears(op)) {
            problem(place, account + " begins with op " + op + ", not r or c");
        }
        boolean snapshot = joinedLate && op.equals("r");
        if (revision != 1 && !snapshot) {
            problem(place, account + " begins with revision " + revision + ", not 1");
        } else if (revision == 1 && !JsonDigest.of(data.path("before")).equals(JsonDigest.NONE)) {
            problem(place, account + " has a before in its first event");
        }
    }

    private void checkNext(String place, String account, String op, long revision, JsonNode data, Chain before) {
        if (revision != before.revision + 1) {
            problem(place, account + " has revision " + revision + " after " + before.revision);
        } else if (!JsonDigest.of(data.path("before")).equals(before.after)) {
            problem(
                    place,
                    account + " has a before in revision " + revision + " that is not the after of " + before.revision);
        }
        if (before.deleted && !appears(op)) {
            problem(place, account + " has op " + op + " after d");
        } else if (!appears(op) && !op.equals("u") && !op.equals("d")) {
            problem(place, account + " has the unknown op " + op);
        }
    }

    private static boolean appears(String op) {
        return op.equals("r") || op.equals("c");
    }

    private void problem(String place, @Nullable String what) {
        problems++;
        output.accept(place + ": " + what);
    }

    /** The sequence of the last event that was taken. */
    long sequence() {
        return sequence;
    }

    /** What has been taken so far. */
    public Summary summary() {
        return new Summary(events, chains.size(), problems);
    }

    /** What a compacted topic should hold: every account as its last event left it. */
    Accounts accounts() {
        return new Accounts();
    }

    /** A compacted topic, key by key. */
    final class Accounts {
        private final Map<String, JsonDigest> held = new HashMap<>();

        /**
         * Takes the next record.
         *
         * @param at its sequence
         * @param account null for a tombstone
         */
        void put(String key, long at, @Nullable JsonNode account) {
            Chain chain = chains.get(key);
            if (account != null) {
                held.put(key, JsonDigest.of(account));
            } else if (chain == null) {
                held.remove(key);
            } else {
                // Behind a gap there are tombstones of which the sink will never have the event.
                held.put(key, at > chain.sequence ? chain.after : JsonDigest.NONE);
            }
        }

        /** The keys whose last record is not the account's last state; a tombstone may be gone. */
        List<String> wrong() {
            List<String> wrong = new ArrayList<>();
            chains.forEach((key, chain) -> {
                if (!held.getOrDefault(key, JsonDigest.NONE).equals(chain.after)) {
                    wrong.add(key);
                }
            });
            if (!trimmed) {
                held.keySet().stream().filter(key -> !chains.containsKey(key)).forEach(wrong::add);
            }
            return wrong;
        }
    }

    /** How much was looked at, and how much of it is wrong. */
    public record Summary(long events, long accounts, long problems) {}

    private record Chain(String generation, long revision, long sequence, boolean deleted, JsonDigest after) {}
}
