package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Appends events to {@code <data>/events/account-events-<UTC date>-<4 digits>.ndjson}, each exactly once. */
public final class FileSink implements Sink, AutoCloseable {

    private final EventFiles files;
    private final Clock clock;
    private final long maxBytes;
    private final FilePermissions permissions;
    private @Nullable Current current;

    /**
     * @param maxBytes of one file; only a single batch that is larger makes a larger one
     */
    public FileSink(Path dataFolder, Clock clock, long maxBytes, FilePermissions permissions) {
        this.files = new EventFiles(dataFolder);
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.permissions = permissions;
    }

    @Override
    public synchronized Optional<Position> position() throws IOException {
        close();
        List<Path> all = files.inOrder();
        for (int i = all.size() - 1; i >= 0; i--) {
            Path file = all.get(i);
            Tail tail = Tail.of(file);
            if (tail.end() > 0) {
                // What a killed process wrote may be in the system's memory only, and a position is a promise.
                Disk.force(file);
                Disk.force(files.folder());
                return Optional.of(position(file, tail));
            }
        }
        return Optional.empty();
    }

    private static Position position(Path file, Tail tail) throws IOException {
        try {
            return EventLine.position(Tail.bytes(file, tail.start(), tail.end()));
        } catch (IOException e) {
            throw new IOException(
                    file + ": the last line, from byte " + tail.start() + ", is not an event of this feed ("
                            + e.getMessage() + "); cut it off with: truncate -s " + tail.start() + " " + file,
                    e);
        }
    }

    /** Leaves out what is there already: a route may deliver a batch again that failed after this. */
    @Override
    public synchronized void append(List<StoredEvent> events) throws IOException {
        try {
            Current file = current();
            List<StoredEvent> fresh = events.stream()
                    .filter(event -> event.sequence() > file.last)
                    .toList();
            if (!fresh.isEmpty()) {
                byte[] lines = lines(fresh);
                fitting(file, lines.length)
                        .append(lines, fresh.get(fresh.size() - 1).sequence());
            }
        } catch (IOException | RuntimeException e) {
            close(); // what is true of the files now is found out with the next attempt
            throw e;
        }
    }

    private static byte[] lines(List<StoredEvent> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredEvent event : events) {
            lines.writeBytes(event.json().getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /** The last file, its torn tail cut; the first one if there is none. */
    private Current current() throws IOException {
        // Someone who moves the files away may take the one that is written to.
        if (current != null && Files.exists(current.path)) {
            current.expectAsLeft();
            return current;
        }
        long last = position().map(Position::sequence).orElse(0L);
        List<Path> all = files.inOrder();
        if (all.isEmpty()) {
            return create(today(), 1, last);
        }
        Path file = all.get(all.size() - 1);
        Current opened = open(file, last, StandardOpenOption.WRITE);
        opened.cut(Tail.of(file).end());
        return opened;
    }

    private Current open(Path file, long last, OpenOption... options) throws IOException {
        Current opened = new Current(file, FileChannel.open(file, options), last);
        current = opened;
        // Also for a file that is there: its maker may have been killed before it came to this.
        permissions.apply(file);
        Disk.force(files.folder());
        return opened;
    }

    private Current fitting(Current file, int bytes) throws IOException {
        LocalDate date = EventFiles.date(file.path);
        int number = EventFiles.number(file.path);
        if (today().isAfter(date)) {
            return create(today(), 1, file.last);
        }
        // With a clock that went back the old date goes on: a reader takes the files in the order of their names.
        boolean full = file.length > 0 && file.length + bytes > maxBytes;
        // There is no later name for the day than the last number, so that file takes the rest of the day.
        return full && number < EventFiles.LAST_NUMBER ? create(date, number + 1, file.last) : file;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Current create(LocalDate date, int number, long last) throws IOException {
        close();
        if (Files.notExists(files.folder())) {
            Files.createDirectories(files.folder());
            Disk.force(files.folder().toAbsolutePath().resolveSibling(""));
        }
        return open(files.file(date, number), last, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public synchronized void close() throws IOException {
        Current file = current;
        current = null;
        if (file != null) {
            file.channel.close();
        }
    }

    /** The file that is written to. */
    private final class Current {
        private final Path path;
        private final FileChannel channel;
        private final @Nullable Object key;
        private long last;
        private long length;

        Current(Path path, FileChannel channel, long last) throws IOException {
            this.path = path;
            this.channel = channel;
            this.last = last;
            key = attributes().fileKey();
        }

        private BasicFileAttributes attributes() throws IOException {
            return Files.readAttributes(path, BasicFileAttributes.class);
        }

        // An editor puts another file under the name, and what is written to this one is lost with it; behind a cut,
        // what is written has zeros before it. The relay asks what is there now.
        void expectAsLeft() throws IOException {
            BasicFileAttributes now = attributes();
            if (now.size() != length || !Objects.equals(now.fileKey(), key)) {
                throw new IOException(path + " was changed by something else while events were written to it");
            }
        }

        void cut(long end) throws IOException {
            if (channel.size() > end) {
                channel.truncate(end);
                channel.force(true);
            }
            channel.position(end);
            length = end;
        }

        void append(byte[] lines, long sequence) throws IOException {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(lines);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
                length += lines.length;
                last = sequence;
            } catch (IOException | RuntimeException e) {
                withdraw(e);
                throw e;
            }
        }

        // A page whose writing failed counts as clean afterwards and would never reach the disk: lines that may not
        // be there are taken back, and written anew with the next attempt.
        private void withdraw(Exception cause) {
            current = null;
            try (FileChannel again = channel.isOpen() ? channel : FileChannel.open(path, StandardOpenOption.WRITE)) {
                again.truncate(length);
                again.force(true);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
