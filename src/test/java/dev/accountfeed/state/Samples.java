package dev.accountfeed.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.change.Op;
import dev.accountfeed.event.EventEncoder;
import dev.accountfeed.event.FeedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** States and events for tests. */
public final class Samples {

    public static final Instant TIME = Instant.parse("2026-11-21T23:59:59.123Z");

    private Samples() {}

    /** Writes what a sink and the verifier look at, and no more. */
    public static final EventEncoder ENCODER = (event, generation, sequence) -> {
        FeedEvent.OfAccount e = (FeedEvent.OfAccount) event;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", generation + "/" + e.source() + "/" + e.accountId() + "/" + e.revision());
        json.put("source", "/account-feed/" + e.source());
        json.put("type", "dev.accountfeed." + e.change().op().type());
        json.put("subject", e.accountId());
        json.put("sequence", String.format(Locale.ROOT, "%020d", sequence));
        ObjectNode data = json.putObject("data");
        data.put("op", e.change().op().name());
        data.put("revision", e.revision());
        if (e.change().before() != null) {
            data.set("before", e.change().before());
        }
        if (e.change().after() != null) {
            data.set("after", e.change().after());
        }
        return json.toString();
    };

    public static AccountState state(long row, String id, long revision) {
        return new AccountState(row, id, "scope", revision, "{\"n\":" + revision + "}", null, 0, null);
    }

    /** Revision 1 discovers the account, each later one updates it. */
    public static FeedEvent event(String source, String id, long revision) {
        return event(source, id, revision, TIME);
    }

    public static FeedEvent event(String source, String id, long revision, Instant time) {
        ObjectNode after = JsonNodeFactory.instance.objectNode().put("n", revision);
        ObjectNode before =
                revision == 1 ? null : JsonNodeFactory.instance.objectNode().put("n", revision - 1);
        Op op = revision == 1 ? Op.r : Op.u;
        return new FeedEvent.OfAccount(
                source, time, id, revision, new AccountChange(op, before, after, List.of()), "schedule");
    }

    /** The next revision of one account, as a poll would store it. */
    public static void change(AccountStateRepository repository, String source, String id) {
        AccountState known = repository.find(source, List.of(id)).get(id);
        long revision = known == null ? 1 : known.revision() + 1;
        repository.store(new StateChange(
                source,
                List.of(state(known == null ? 0 : known.row(), id, revision)),
                List.of(event(source, id, revision)),
                null));
    }
}
