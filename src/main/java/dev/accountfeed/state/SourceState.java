package dev.accountfeed.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source across restarts.
 *
 * @param scope which accounts it can see; another one starts a new baseline
 * @param baseline whether one whole answer has been stored within the scope: accounts that appear from now on are new
 * @param singleId the id of the account of a single-account source; null before its first answer and for lists
 * @param failedPolls in a row; 0 while it works
 * @param failingSince when the first of them ended
 * @param waitsUntil the time that the last of them was asked to wait for
 */
public record SourceState(
        String id,
        String scope,
        boolean baseline,
        @Nullable String singleId,
        int failedPolls,
        @Nullable Instant failingSince,
        @Nullable Instant waitsUntil) {

    /** Of a source of which nothing is known. */
    public static SourceState unknown(String id) {
        return new SourceState(id, "", false, null, 0, null, null);
    }
}
