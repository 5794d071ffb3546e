package dev.accountfeed.observe;

import dev.accountfeed.sink.RelayStatus;
import dev.accountfeed.source.Poller;
import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.EventLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The parts of a feed that health checks and metrics look at. */
public record Observed(
        Poller poller,
        AccountStateRepository states,
        EventLog log,
        Supplier<List<RelayStatus>> sinks,
        Counts counts,
        Path data,
        Clock clock) {

    /** What parts have counted since the start. */
    public record Counts(LongSupplier tokensMinted, LongSupplier deadLetters) {}
}
