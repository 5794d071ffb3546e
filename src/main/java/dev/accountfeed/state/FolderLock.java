package dev.accountfeed.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a data folder to one process; the system lets go of it however the process ends. */
final class FolderLock implements AutoCloseable {

    /** Those of this process: the system lets go of a lock as soon as the process closes its file, by any channel. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(".lock");
        if (!HELD.add(file)) {
            throw new FolderInUseException(folder.toAbsolutePath().normalize());
        }
        try {
            return new FolderLock(file, locked(file, folder));
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static FileChannel locked(Path file, Path folder) throws IOException {
        // The file stays when the lock is gone: removing it would let two processes lock two files of one name.
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new FolderInUseException(folder.toAbsolutePath().normalize());
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(file);
        }
    }
}
