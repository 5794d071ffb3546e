package dev.accountfeed.provider;

import dev.accountfeed.account.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an answer: in memory where it is small, in a temporary file where it is not. */
public final class Answer implements Closeable {

    private static final int IN_MEMORY = 256 * 1024;
    private static final int LARGE = 64 * 1024;

    /** Begun with what nobody knows: a digest of a body could else be tried against, for the secrets that it holds. */
    private static final MessageDigest BEGUN = begun();

    private final Path folder;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private final List<InputStream> opened = new ArrayList<>();
    private byte[] digest = new byte[0];

    /**
     * An answer that has not begun to arrive.
     *
     * @param folder for the temporary file
     */
    public Answer(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a body to its end; what has arrived before a failure stays in {@link #head}.
     *
     * @param maxBytes after decompression
     * @throws PollException.Malformed where there is more
     */
    public void receive(InputStream body, long maxBytes) throws IOException, PollException {
        // Most answers are smaller, and every poll makes one.
        byte[] buffer = new byte[8 * 1024];
        MessageDigest bytes = Sha256.from(BEGUN);
        long total = 0;
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > maxBytes) {
                    throw new PollException.Malformed("the answer is larger than " + maxBytes + " bytes", null);
                }
                bytes.update(buffer, 0, read);
                keep(buffer, read);
                buffer = total > IN_MEMORY && buffer.length < LARGE ? new byte[LARGE] : buffer;
            }
            closeFile();
            digest = Arrays.copyOf(bytes.digest(), 16);
        } catch (IOException | PollException | RuntimeException e) {
            closeFile();
            close();
            throw e;
        }
    }

    private void keep(byte[] buffer, int length) throws PollException {
        if (out == null && head.size() + length <= IN_MEMORY) {
            head.write(buffer, 0, length);
            return;
        }
        try {
            if (out == null) {
                file = Files.createTempFile(folder, "answer-", ".tmp");
                out = Files.newOutputStream(file);
                head.writeTo(out);
            }
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw PollException.unkept(folder, e);
        }
    }

    private void closeFile() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    /** The whole body, from its beginning; to be read before the answer is closed. */
    public InputStream open() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(head.toByteArray());
        }
        InputStream in = Files.newInputStream(file);
        opened.add(in);
        return in;
    }

    /**
     * What a body of the same bytes has too, and no other; in this process only. Empty until all has been received.
     *
     * <p>128 bits of SHA-256: two different bodies share one less often than a disk invents data.
     */
    public byte[] digest() {
        return digest.clone();
    }

    private static MessageDigest begun() {
        MessageDigest begun = Sha256.begin();
        begun.update(new SecureRandom().generateSeed(32));
        return begun;
    }

    /** Whether the body has more bytes. */
    public boolean isLargerThan(long bytes) throws IOException {
        return (file == null ? head.size() : Files.size(file)) > bytes;
    }

    /** At most that many bytes of the beginning. */
    public byte[] head(int bytes) {
        byte[] all = head.toByteArray();
        return all.length <= bytes ? all : Arrays.copyOf(all, bytes);
    }

    /** Removes the temporary file, which would take room for as long as anybody has it open. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            for (InputStream in : opened) {
                in.close();
            }
            Files.deleteIfExists(file);
        }
    }
}
