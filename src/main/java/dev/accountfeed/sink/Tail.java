package dev.accountfeed.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the last whole line of a file is: one that ends in a newline.
 *
 * @param start of the line; equal to the end if the file has no whole line
 * @param end behind its newline; what follows is torn
 */
record Tail(long start, long end) {

    private static final int BLOCK = 64 * 1024;

    static Tail of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = behindNewline(channel, channel.size());
            return new Tail(end == 0 ? 0 : behindNewline(channel, end - 1), end);
        } catch (IOException e) {
            // What a disk says, or a folder of that name, has no path in it.
            throw new SinkException(file + " cannot be read: " + e, e);
        }
    }

    /** Behind the last newline before the limit; 0 if there is none. */
    private static long behindNewline(FileChannel channel, long limit) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long to = limit; to > 0; ) {
            long from = Math.max(0, to - BLOCK);
            read(channel, block.clear().limit((int) (to - from)), from);
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    static byte[] bytes(Path file, long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
            read(channel, bytes, from);
            return bytes.array();
        }
    }

    private static void read(FileChannel channel, ByteBuffer into, long from) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }
}
