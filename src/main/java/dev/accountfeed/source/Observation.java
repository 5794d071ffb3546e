package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.change.AccountChange;
import dev.accountfeed.state.AccountState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row of an answer on its way from the provider's record to the change it makes. */
public final class Observation {

    private final JsonNode record;
    private final byte[] fingerprint;
    private final @Nullable String id;
    private boolean same;
    private @Nullable AccountState known;
    private @Nullable JsonNode account;
    private @Nullable AccountChange change;

    Observation(JsonNode record, @Nullable String id, byte[] fingerprint) {
        this.record = record;
        this.id = id;
        this.fingerprint = fingerprint;
    }

    /** As the provider sent it. */
    JsonNode record() {
        return record;
    }

    byte[] fingerprint() {
        return fingerprint;
    }

    /** The account's id; null where the record has none. */
    @Nullable
    String id() {
        return id;
    }

    @Nullable
    AccountState known() {
        return known;
    }

    void known(@Nullable AccountState state) {
        known = state;
    }

    /** Notes that the record is the very one that the account last sent was mapped from, and that all else is well. */
    void same() {
        same = true;
    }

    /** Whether nothing needs to be known of the account. */
    boolean isSame() {
        return same;
    }

    /** Whether the record is the very one that the account last sent was mapped from. */
    boolean isUnchanged() {
        return same || (known != null && known.present() && Arrays.equals(known.fingerprint(), fingerprint));
    }

    /** The canonical account; null where it need not be known, or cannot be. */
    @Nullable
    JsonNode account() {
        return account;
    }

    void account(JsonNode mapped) {
        account = mapped;
    }

    @Nullable
    AccountChange change() {
        return change;
    }

    void change(AccountChange detected) {
        change = detected;
    }
}
