package dev.accountfeed.sink;

import dev.accountfeed.event.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Appends replayed events to {@code <data>/events/replay-<time>.ndjson}, which is no events file: verify leaves it out. */
public final class FileReplay {

    private final Path folder;
    private final FilePermissions permissions;

    public FileReplay(Path dataFolder, FilePermissions permissions) {
        this.folder = new EventFiles(dataFolder).folder();
        this.permissions = permissions;
    }

    /**
     * Adds the events to the replay's own file.
     *
     * @param name of the replay
     */
    public void append(@Body List<StoredEvent> events, @ExchangeProperty("replay") String name) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredEvent event : events) {
            lines.writeBytes(event.json().getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("replay-" + name + ".ndjson");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            permissions.apply(file);
            ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
