package dev.accountfeed.state;

import org.jspecify.annotations.Nullable;

/**
 * What an account that is there was mapped from, without the account itself.
 *
 * @param row the database's number of the account
 * @param fingerprint as in {@link AccountState}
 */
public record StoredRecord(long row, String id, byte @Nullable [] fingerprint) {}
