package dev.accountfeed.state;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one account of one source.
 *
 * @param row the database's number of the account, 0 for one not yet stored
 * @param scope the source's scope when the account was last seen
 * @param revision of its last event
 * @param account canonical JSON as last sent; null after its delete
 * @param fingerprint of the provider's record that {@code account} was mapped from: an equal one need not be mapped again
 * @param missed whole polls in a row that missed it
 * @param held why its delete is held back; null if it is not
 */
public record AccountState(
        long row,
        String id,
        String scope,
        long revision,
        @Nullable String account,
        byte @Nullable [] fingerprint,
        int missed,
        @Nullable String held) {

    /** Whether the provider still had it when it was last sent. */
    public boolean present() {
        return account != null;
    }

    @Override
    public String toString() {
        return "AccountState[" + id + ", revision=" + revision + "]";
    }
}
