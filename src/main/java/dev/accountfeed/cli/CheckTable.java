package dev.accountfeed.cli;

import dev.accountfeed.cli.CheckCommand.Checked;
import dev.accountfeed.source.Poll;
import dev.accountfeed.source.Source;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The table of {@code check}. */
final class CheckTable {

    private final PrintWriter out;
    private final String format;

    CheckTable(PrintWriter out, List<Source> sources) {
        this.out = out;
        int width =
                sources.stream().mapToInt(source -> source.id().length()).max().orElse(0);
        format = "%-" + Math.max(6, width) + "s  %-16s  %9s  %9s  %s";
        line("SOURCE", "OUTCOME", "LATENCY", "ACCOUNTS", "TOKEN ENDS");
    }

    void row(Checked checked) {
        Poll poll = checked.poll();
        line(
                poll.getSource().id(),
                checked.outcome().word(),
                poll.call().latency() == null ? "-" : poll.call().latency().toMillis() + " ms",
                checked.outcome().isFailure() ? "-" : accounts(poll),
                expiry(poll));
        if (checked.outcome().isFailure()) {
            out.println("  " + poll.message());
        } else if (poll.unusableRows() > 0) {
            out.println("  " + poll.unusableInWords());
        }
    }

    private static String accounts(Poll poll) {
        long usable = poll.fetchedRows() - poll.unusableRows();
        return poll.isFetching() ? usable + "+" : String.valueOf(usable);
    }

    private static String expiry(Poll poll) {
        Instant end = poll.call().tokenExpiry();
        return end == null ? "-" : "in " + Duration.between(Instant.now(), end).toSeconds() + " s";
    }

    private void line(String... cells) {
        out.println(String.format(Locale.ROOT, format, (Object[]) cells).stripTrailing());
    }
}
