package dev.accountfeed.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Bodies that are small to send or to write down, and large to read. */
final class Bombs {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int SPACES = 64 * 1024;

    private Bombs() {}

    /** The body after as much white space: right by its grammar, and too large. */
    static Content padded(Content body, long megabytes) {
        byte[] spaces = new byte[SPACES];
        Arrays.fill(spaces, (byte) ' ');
        return Content.of(() -> Stream.concat(
                        Stream.generate(() -> spaces).limit(megabytes * MEGABYTE / SPACES),
                        Stream.of(withoutDeclaration(body)))
                .iterator());
    }

    // After white space an XML declaration would be malformed, and the size would go unnoticed.
    private static byte[] withoutDeclaration(Content body) {
        String text = new String(body.whole(), StandardCharsets.UTF_8);
        return text.replaceFirst("^<\\?xml[^>]*>\\s*", "").getBytes(StandardCharsets.UTF_8);
    }

    /** One gzip member that unpacks to {@link #padded}: a megabyte is packed once and sent many times. */
    static Content gzip(Content body, long megabytes) {
        byte[] spaces = new byte[MEGABYTE];
        Arrays.fill(spaces, (byte) ' ');
        byte[] tail = withoutDeclaration(body);
        // Fully flushed, a block refers to nothing before it and may be repeated.
        byte[] block = deflate(spaces, false);
        byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
        return Content.of(() -> {
            Iterator<byte[]> blocks = Stream.concat(
                            Stream.of(head),
                            Stream.concat(
                                    Stream.generate(() -> block).limit(megabytes), Stream.of(deflate(tail, true))))
                    .iterator();
            CRC32 checksum = new CRC32();
            return new Iterator<>() {
                private boolean finished;

                @Override
                public boolean hasNext() {
                    return !finished;
                }

                @Override
                public byte[] next() {
                    if (!blocks.hasNext()) {
                        finished = true;
                        checksum.update(tail);
                        return trailer(checksum.getValue(), megabytes * MEGABYTE + tail.length);
                    }
                    byte[] next = blocks.next();
                    if (next == block) {
                        checksum.update(spaces);
                    }
                    return next;
                }
            };
        });
    }

    private static byte[] trailer(long checksum, long size) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum)
                .putInt((int) size)
                .array();
    }

    private static byte[] deflate(byte[] bytes, boolean last) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            if (last) {
                deflater.finish();
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, last ? Deflater.NO_FLUSH : Deflater.FULL_FLUSH);
                packed.write(buffer, 0, count);
            } while (last ? !deflater.finished() : count == buffer.length);
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Billion laughs. */
    static String entities(int levels) {
        StringBuilder xml = new StringBuilder("<?xml version='1.0'?>\n<!DOCTYPE account [\n<!ENTITY e0 \"ha\">\n");
        for (int level = 1; level <= levels; level++) {
            String below = "&e" + (level - 1) + ";";
            xml.append("<!ENTITY e")
                    .append(level)
                    .append(" \"")
                    .append(below.repeat(10))
                    .append("\">\n");
        }
        return xml.append("]>\n").append(account("&e" + levels + ";")).toString();
    }

    /** An entity that stands somewhere else. */
    static String external(String url) {
        return "<?xml version='1.0'?>\n<!DOCTYPE account [<!ENTITY outside SYSTEM \"" + url + "\">]>\n"
                + account("&outside;");
    }

    private static String account(String name) {
        return "<account><key>EF04794F718A3FC8C6DFA0B215B2CF24</key><name>" + name
                + "</name><enabled>true</enabled></account>";
    }
}
