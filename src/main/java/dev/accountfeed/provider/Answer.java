package dev.accountfeed.provider;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The body of an answer, received to its end: in memory where it is small, in a temporary file where it is not. */
public final class Answer implements Closeable {

    private static final int IN_MEMORY = 256 * 1024;

    private final byte[] head;
    private final @Nullable Path file;

    private Answer(byte[] head, @Nullable Path file) {
        this.head = head;
        this.file = file;
    }

    /**
     * Reads a body to its end.
     *
     * @param folder for the temporary file
     * @param maxBytes after decompression
     * @throws PollException.Malformed where there is more
     */
    public static Answer receive(InputStream body, Path folder, long maxBytes) throws IOException, PollException {
        byte[] head = body.readNBytes((int) Math.min(IN_MEMORY, maxBytes + 1));
        if (head.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (head.length < IN_MEMORY) {
            return new Answer(head, null);
        }
        Path file = Files.createTempFile(folder, "answer-", ".tmp");
        try {
            spool(head, body, file, maxBytes);
            return new Answer(head, file);
        } catch (IOException | PollException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void spool(byte[] head, InputStream body, Path file, long maxBytes)
            throws IOException, PollException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            long total = head.length;
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > maxBytes) {
                    throw tooLarge(maxBytes);
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static PollException tooLarge(long maxBytes) {
        return new PollException.Malformed("the answer is larger than " + maxBytes + " bytes", null);
    }

    /** The whole body, from its beginning. */
    public InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(head) : Files.newInputStream(file);
    }

    /** Whether the body has more bytes. */
    public boolean isLargerThan(long bytes) throws IOException {
        return (file == null ? head.length : Files.size(file)) > bytes;
    }

    /** At most that many bytes of the beginning. */
    public byte[] head(int bytes) {
        return head.length <= bytes ? head : Arrays.copyOf(head, bytes);
    }

    /** Removes the temporary file. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
