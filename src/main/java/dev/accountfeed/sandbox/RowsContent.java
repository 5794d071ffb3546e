package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Accounts between a head and a tail, written while they are sent; a piece never ends inside an account. */
record RowsContent(String head, List<ObjectNode> rows, RowWriter writer, String separator, String tail)
        implements Content {

    private static final int PIECE = 32 * 1024;
    private static final int SMALL = 1000;

    /** Small lists are written at once, so that their length can be announced as providers do. */
    static Content of(String head, List<ObjectNode> rows, RowWriter writer, String separator, String tail) {
        Content content = new RowsContent(head, rows, writer, separator, tail);
        return rows.size() <= SMALL ? Content.of(content.whole()) : content;
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public Iterator<byte[]> pieces() {
        Iterator<ObjectNode> remaining = rows.iterator();
        return new Iterator<>() {
            private final StringBuilder piece = new StringBuilder(head);
            private String between = "";
            private boolean finished;

            @Override
            public boolean hasNext() {
                return !finished;
            }

            @Override
            public byte[] next() {
                if (finished) {
                    throw new NoSuchElementException();
                }
                while (remaining.hasNext() && piece.length() < PIECE) {
                    writer.write(remaining.next(), piece.append(between));
                    between = separator;
                }
                if (!remaining.hasNext()) {
                    piece.append(tail);
                    finished = true;
                }
                byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
                piece.setLength(0);
                return bytes;
            }
        };
    }
}
