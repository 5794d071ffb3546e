package dev.accountfeed.reload;

import dev.accountfeed.account.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files that make a configuration, through symbolic links.
 *
 * <p>By content: a file system's events are not sent for a ConfigMap whose link is swapped, nor over many networks, and
 * a time stamp may stay the same when a file does not.
 */
final class Looker {

    private static final int MAX_DEPTH = 8;
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    /** Within a file system's clock tick, two contents may carry the same time. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Supplier<Set<Path>> files;
    private final Path routes;
    private final Clock clock;
    private Map<Path, Seen> seen = Map.of();

    /**
     * @param files besides those of the routes, wherever they are; some may not exist
     * @param routes folder, of which all files count
     */
    Looker(Supplier<Set<Path>> files, Path routes, Clock clock) {
        this.files = files;
        this.routes = routes;
        this.clock = clock;
    }

    /** Files that have not changed since the last look are not read again. */
    Look look() {
        Map<Path, Seen> now = new TreeMap<>();
        below(routes, now);
        files.get().forEach(file -> see(file, now));
        seen = now;
        Map<Path, String> digests = new HashMap<>();
        now.forEach((file, one) -> digests.put(file, one.digest));
        return new Look(digests);
    }

    private void below(Path folder, Map<Path, Seen> now) {
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> counts(folder.relativize(file))).forEach(file -> see(file, now));
        } catch (IOException | UncheckedIOException e) {
            // A file that went away while the folder was listed: the next look is another one.
            now.putIfAbsent(folder, new Seen(null, e.toString(), clock.instant()));
        }
    }

    /** Editors' own files, hidden ones such as the versions behind a ConfigMap's links, fixtures and texts do not count. */
    private static boolean counts(Path file) {
        for (Path part : file) {
            String name = part.toString();
            if (name.startsWith(".") || name.equals("fixtures")) {
                return false;
            }
        }
        String name = file.toString();
        return !name.endsWith("~") && !name.endsWith(".md") && !name.endsWith(".tmp") && !name.endsWith(".bak");
    }

    private void see(Path file, Map<Path, Seen> now) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
                return;
            }
            Stamp stamp = new Stamp(file.toRealPath(), attributes.size(), changed(file, attributes));
            Seen before = seen.get(file);
            if (before == null || !stamp.equals(before.stamp) || before.at.isBefore(stamp.changed.plus(TICK))) {
                now.put(file, new Seen(stamp, digest(file), clock.instant()));
            } else {
                now.put(file, before);
            }
        } catch (IOException e) {
            now.remove(file);
        }
    }

    /** When the file system itself says so, if it does: whoever writes a file may give it any other time. */
    private static Instant changed(Path file, BasicFileAttributes attributes) throws IOException {
        boolean told = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        Object time = told ? Files.getAttribute(file, "unix:ctime") : attributes.lastModifiedTime();
        return ((FileTime) time).toInstant();
    }

    private static String digest(Path file) throws IOException {
        return HexFormat.of().formatHex(Sha256.begin().digest(Files.readAllBytes(file)));
    }

    private record Stamp(Path target, long size, Instant changed) {}

    private record Seen(@Nullable Stamp stamp, String digest, Instant at) {}
}
