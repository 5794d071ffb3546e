package dev.accountfeed.source;

import java.time.Duration;

/**
 * What all sources of one provider together may ask of it: {@code providers:} in the inventory.
 *
 * @param concurrency polls at once
 * @param requestsPerSecond calls, retries included
 * @param timeout of a whole poll, retries included
 */
public record Budget(int concurrency, double requestsPerSecond, Duration timeout) {}
