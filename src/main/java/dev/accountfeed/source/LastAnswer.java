package dev.accountfeed.source;

import dev.accountfeed.change.DeleteGuard.Completeness;
import dev.accountfeed.state.SourceState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The whole answer of a poll that changed nothing: as long as all that decided this is the same, an answer of the same
 * bytes changes nothing either, and need not be read.
 *
 * <p>So a poll that counted or forgave an absence, held a delete or met a row that cannot be used leaves none behind:
 * the next answer is read, however equal it is.
 *
 * @param source as configured, with its provider's manifest and its rules
 * @param state of the source, with its scope
 * @param changes stored for the source until then
 * @param single whether it is about one account, and not a list of one
 */
record LastAnswer(
        byte[] digest,
        Source source,
        SourceState state,
        long changes,
        boolean single,
        Completeness completeness,
        long rows) {

    /**
     * What a poll leaves behind; null where it is not sure that an equal answer changes nothing.
     *
     * @param changesBefore stored for the source when the poll began
     * @param changes stored for it now
     */
    static @Nullable LastAnswer of(Poll poll, long changesBefore, long changes) {
        byte[] digest = poll.onlyAnswer();
        // The same outcome follows from an equal answer unless it was another than the answer alone says.
        boolean unchanged =
                changes == changesBefore && poll.unusableRows() == 0 && poll.outcome() == Observations.outcome(poll, 0);
        return digest == null || !unchanged
                ? null
                : new LastAnswer(
                        digest,
                        poll.getSource(),
                        poll.state(),
                        changes,
                        poll.isSingle(),
                        poll.completeness(),
                        poll.rows());
    }

    /** Whether nothing else has changed that decides what follows from an answer. */
    boolean holds(Source nowSource, SourceState nowState, long nowChanges) {
        return nowSource.equals(source) && nowState.equals(state) && nowChanges == changes;
    }

    boolean isOf(byte[] received) {
        return Arrays.equals(digest, received);
    }

    @Override
    public String toString() {
        return "LastAnswer[" + source.id() + "]";
    }
}
