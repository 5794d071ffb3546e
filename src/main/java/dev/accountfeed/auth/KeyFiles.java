package dev.accountfeed.auth;

import dev.accountfeed.account.Lately;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys in files, each read again when its file changes. */
final class KeyFiles {

    /** A poll every few milliseconds must not ask the file system each time. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

    KeyFiles(Clock clock) {
        this.clock = clock;
    }

    /** The key in the file; the last good one while a changed file cannot be used. */
    ServiceAccountKey key(Path file) {
        Loaded found = loaded.get(file);
        if (found != null && Lately.within(LOOK_EVERY, found.lookedAt, clock.instant())) {
            return found.key;
        }
        return loaded.compute(file, (path, before) -> load(path, before)).key;
    }

    private Loaded load(Path file, @Nullable Loaded before) {
        Instant now = clock.instant();
        Stamp stamp = stamp(file);
        if (before != null && (stamp == null || stamp.equals(before.stamp))) {
            return new Loaded(before.key, before.stamp, now);
        }
        try {
            return new Loaded(ServiceAccountKeyFile.read(file), stamp, now);
        } catch (CredentialsException e) {
            if (before == null) {
                throw e;
            }
            // Half written, perhaps: looked at again until it can be used.
            return new Loaded(before.key, before.stamp, now);
        }
    }

    private static @Nullable Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), file.toRealPath());
        } catch (IOException e) {
            return null;
        }
    }

    /** The real path tells a symbolic link that was swapped, as mounted secrets are. */
    private record Stamp(Instant modified, long size, Path target) {}

    private record Loaded(ServiceAccountKey key, @Nullable Stamp stamp, Instant lookedAt) {}
}
