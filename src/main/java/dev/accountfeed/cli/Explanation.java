package dev.accountfeed.cli;

import dev.accountfeed.change.DeleteGuard;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.ProviderCall;
import java.util.ArrayList;
import java.util.List;

/** What `check --explain` says of a call: the request, the row of section 7, the guard. */
final class Explanation {

    private Explanation() {}

    static List<String> of(Poll poll) {
        List<String> lines = new ArrayList<>();
        ProviderCall.Sent call = poll.call().sent();
        if (call == null) {
            lines.add("request: none was made");
        } else {
            lines.add("request: " + call.method() + " " + call.url());
            call.headers().forEach((name, value) -> lines.add("         " + name + ": " + value));
        }
        lines.add("section 7: " + row(poll));
        lines.add("deletes: " + guard(poll));
        if (poll.preferredAddress() != null) {
            lines.add("preferred address: " + poll.preferredAddress() + ", which is not followed");
        }
        return lines;
    }

    private static String row(Poll poll) {
        Outcome outcome = poll.outcome();
        if (outcome == null) {
            return "not met yet: a poll asks on until the answer is whole";
        }
        return switch (outcome) {
            case OK -> "whole answer: the differences become events";
            case LIMIT_REACHED ->
                "list of exactly as many rows as a limit asked for: differences; absence proves nothing";
            case SILENT_CAP -> "list of a round hundred below the limit: differences; deletes held";
            case FILTERED -> "filtered list: differences; never deletes";
            case EMPTY_LIST -> "empty list where accounts were known: no events; deletes held";
            case PARTIAL -> "some rows of a list unusable or missing: the good rows' differences; no deletes";
            case TOKEN_REFUSED -> "signed token refused: once more with a new token; no events";
            case REFUSED -> "credentials or rights refused: not retried; no events";
            case THROTTLED -> "throttled: the source waits as told, at most 1 h; no events";
            case UNAVAILABLE -> "fault of the provider or of the way to it: retried with back-off; no events";
            case NOT_FOUND ->
                "404 for one key: no events; gone after deleteAfter such polls, each proven by another call";
            case IDENTITY_CHANGED -> "another id than before from a single-account source: no events";
            case UNEXPECTED -> "a redirect, or a status or code that means nothing here: not retried; no events";
            case MALFORMED -> "not an answer that can be read: once more; no events, to dead letters";
            case INTERNAL -> "none: a fault of this feed";
        };
    }

    private static String guard(Poll poll) {
        Outcome outcome = poll.outcome();
        if (outcome != null && outcome.isFailure()) {
            return "none follow from a failed poll";
        }
        if (outcome == null) {
            return "decided with the whole answer";
        }
        if (poll.isSingle()) {
            return "none follow from an account that is there";
        }
        DeleteGuard guard = DeleteGuard.judge(
                poll.completeness(), poll.listedRows(), 0, 0, poll.getSource().changes());
        if (guard.hold() != null) {
            return guard.hold() + " would hold them";
        }
        return guard.counts()
                ? "after " + poll.getSource().changes().deleteAfter()
                        + " such polls; max-delete-share would hold more than "
                        + poll.getSource().changes().maxDeleteShare() + " of the known accounts"
                : "none: absence from this answer proves nothing";
    }
}
