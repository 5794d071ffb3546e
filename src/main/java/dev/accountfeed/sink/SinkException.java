package dev.accountfeed.sink;

import java.io.IOException;

/** A sink does not take events; the message says why, and what to do about it. */
public class SinkException extends IOException {

    private static final long serialVersionUID = 1;

    public SinkException(String message) {
        super(message);
    }

    public SinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
