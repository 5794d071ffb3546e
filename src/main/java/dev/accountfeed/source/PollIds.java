package dev.accountfeed.source;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Names polls: unique, also across restarts, and usable in file names. */
final class PollIds {

    private final String start;
    private final AtomicLong count = new AtomicLong();

    PollIds() {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        start = HexFormat.of().formatHex(random);
    }

    String next() {
        return start + "-" + count.incrementAndGet();
    }
}
