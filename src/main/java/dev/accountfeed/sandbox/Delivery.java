package dev.accountfeed.sandbox;

import java.time.Duration;

/**
 * How an answer goes over the wire.
 *
 * @param delay before the first byte
 * @param perByte pause after each byte of the body; zero sends as fast as the reader reads
 * @param end what happens instead of a proper end
 * @param endAfter bytes of the body before that end; {@link #BEFORE_HEAD} for not even a status line
 * @param raw whether the body is all that is sent, without status line and headers
 */
record Delivery(Duration delay, Duration perByte, End end, long endAfter, boolean raw) {

    static final long BEFORE_HEAD = -1;
    static final Delivery PROPER = new Delivery(Duration.ZERO, Duration.ZERO, End.PROPER, Long.MAX_VALUE, false);

    enum End {
        PROPER,
        /** FIN: what was announced does not come. */
        CLOSE,
        /** RST. */
        RESET,
        /** Nothing more, and the connection stays open. */
        SILENCE
    }

    Delivery after(Duration wait) {
        return new Delivery(wait, perByte, end, endAfter, raw);
    }

    Delivery dripping(Duration pause) {
        return new Delivery(delay, pause, end, endAfter, raw);
    }

    Delivery ending(End how, long bytes) {
        return new Delivery(delay, perByte, how, bytes, raw);
    }

    Delivery withoutHead() {
        return new Delivery(delay, perByte, End.CLOSE, Long.MAX_VALUE, true);
    }
}
