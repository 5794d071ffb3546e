package dev.accountfeed.source;

import dev.accountfeed.account.Json;
import dev.accountfeed.account.Lately;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers and rows that cannot be used, for people to look at: one file each, the reason first, secrets masked.
 *
 * <p>Pattern: Dead Letter Channel. A letter that cannot be written is only logged: it never ends a poll.
 */
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration QUIET = Duration.ofHours(1);

    private final Path folder;
    private final Clock clock;
    private final long maxTotalBytes;
    private final Map<String, Told> last = new HashMap<>();
    private long written;

    /**
     * Letters in a folder, which is made with the first of them.
     *
     * @param maxTotalBytes the oldest letters go when there is more; 0 keeps none at all
     */
    public DeadLetters(Path folder, Clock clock, long maxTotalBytes) {
        this.folder = folder;
        this.clock = clock;
        this.maxTotalBytes = maxTotalBytes;
    }

    /** Keeps the beginning of an answer that cannot be read: one of a source an hour. */
    synchronized void malformed(Poll poll, String reason) {
        if (isQuiet(poll, "answer", "")) {
            return;
        }
        Answer answer = poll.answer();
        write(poll, reason, answer == null ? "" : new String(answer.head(MAX_BYTES), StandardCharsets.UTF_8));
    }

    /**
     * Keeps the rows of an answer that no account can be made of: once an hour while the reasons are the same, as most
     * come with every answer.
     */
    synchronized void unusable(Poll poll, List<UnusableRows.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        String reasons =
                rows.stream().map(UnusableRows.Row::reason).distinct().sorted().collect(Collectors.joining("\n"));
        if (isQuiet(poll, "rows", reasons)) {
            return;
        }
        Secrets secrets = new Secrets(poll.getSource().provider());
        rows.forEach(row -> secrets.mask(row.record()));
        write(
                poll,
                poll.unusableInWords(),
                rows.stream()
                        .map(row -> "# " + row.reason() + "\n" + Json.raw(row.record()))
                        .collect(Collectors.joining("\n")));
    }

    private boolean isQuiet(Poll poll, String kind, String reasons) {
        Instant now = clock.instant();
        String key = poll.getSource().id() + " " + kind;
        Told before = last.get(key);
        if (before != null && before.reasons.equals(reasons) && Lately.within(QUIET, before.at, now)) {
            return true;
        }
        last.put(key, new Told(reasons, now));
        return false;
    }

    private record Told(String reasons, Instant at) {}

    private void write(Poll poll, String reason, String content) {
        if (maxTotalBytes == 0) {
            return;
        }
        Instant now = clock.instant();
        // UTF-16 with its NULs taken out is text that names can be found in.
        String text = content.length() <= MAX_BYTES ? content : content.substring(0, MAX_BYTES);
        String masked = poll.withoutSecrets(new Secrets(poll.getSource().provider()).mask(text.replace("\0", "")));
        String head = "source: " + poll.getSource().id() + "\ntime: " + now + "\nreason: " + reason + "\n\n";
        byte[] letter = (head + masked).getBytes(StandardCharsets.UTF_8);
        // A generated name: nothing that a provider sends becomes part of a path.
        String name = TIME.format(now) + "-" + poll.getId() + ".txt";
        try {
            Files.createDirectories(folder);
            Path file = Files.createFile(
                    folder.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, letter.length <= MAX_BYTES ? letter : Arrays.copyOf(letter, MAX_BYTES));
            written++;
            makeRoom();
        } catch (IOException e) {
            LOG.warn(
                    "A dead letter of source {} cannot be written to {}: {}",
                    poll.getSource().id(),
                    folder,
                    e.toString());
        }
    }

    /** How many letters have been written since the start. */
    public synchronized long written() {
        return written;
    }

    private void makeRoom() throws IOException {
        Deque<Path> letters;
        try (Stream<Path> files = Files.list(folder)) {
            letters = files.sorted().collect(Collectors.toCollection(ArrayDeque::new));
        }
        long total = 0;
        for (Path letter : letters) {
            total += Files.size(letter);
        }
        while (total > maxTotalBytes && letters.size() > 1) {
            Path oldest = letters.removeFirst();
            total -= Files.size(oldest);
            Files.delete(oldest);
        }
    }
}
