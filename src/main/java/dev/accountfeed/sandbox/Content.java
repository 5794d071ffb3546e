package dev.accountfeed.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** The body of an answer, made piece by piece while it is sent, so that a large one never stands in memory. */
interface Content {

    long UNKNOWN = -1;

    /** In bytes; {@link #UNKNOWN} where only sending tells. */
    long length();

    /** The bytes, in pieces of at most some 100 kB; may never end. */
    Iterator<byte[]> pieces();

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public Iterator<byte[]> pieces() {
                return List.of(bytes).iterator();
            }
        };
    }

    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of unknown length. */
    static Content of(Iterable<byte[]> pieces) {
        return new Content() {
            @Override
            public long length() {
                return UNKNOWN;
            }

            @Override
            public Iterator<byte[]> pieces() {
                return pieces.iterator();
            }
        };
    }

    /** All of it at once: for bodies known to be small. */
    default byte[] whole() {
        var all = new java.io.ByteArrayOutputStream();
        pieces().forEachRemaining(all::writeBytes);
        return all.toByteArray();
    }

    /** The same text with every piece changed; the whole text at once when it is small. */
    default Content mapText(UnaryOperator<String> change, java.nio.charset.Charset charset) {
        if (length() != UNKNOWN) {
            return of(change.apply(new String(whole(), StandardCharsets.UTF_8)).getBytes(charset));
        }
        return of(() -> {
            Iterator<byte[]> pieces = pieces();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pieces.hasNext();
                }

                @Override
                public byte[] next() {
                    return change.apply(new String(pieces.next(), StandardCharsets.UTF_8))
                            .getBytes(charset);
                }
            };
        });
    }
}
