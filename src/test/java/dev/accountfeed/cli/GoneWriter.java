package dev.accountfeed.cli;

import java.io.IOException;
import java.io.Writer;

/** A stdout that nobody reads any more. */
final class GoneWriter extends Writer {

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
