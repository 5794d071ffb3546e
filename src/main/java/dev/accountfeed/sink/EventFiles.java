package dev.accountfeed.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the file sink: their names, in order, and their lines. */
public final class EventFiles {

    private static final Pattern NAME = Pattern.compile("account-events-(\\d{4}-\\d{2}-\\d{2})-(\\d{4})\\.ndjson");
    static final int LAST_NUMBER = 9999;

    private final Path folder;

    public EventFiles(Path dataFolder) {
        folder = dataFolder.resolve("events");
    }

    Path folder() {
        return folder;
    }

    /** All events files, oldest first; none if the folder is not there. */
    public List<Path> inOrder() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(name(file)).matches())
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    static LocalDate date(Path file) {
        return LocalDate.parse(match(file).group(1));
    }

    static int number(Path file) {
        return Integer.parseInt(match(file).group(2));
    }

    private static Matcher match(Path file) {
        Matcher matcher = NAME.matcher(name(file));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + " is not an events file");
        }
        return matcher;
    }

    Path file(LocalDate date, int number) {
        return folder.resolve(String.format(Locale.ROOT, "account-events-%s-%04d.ndjson", date, number));
    }

    /** Hands out every whole line of every file; a torn last line has not been delivered yet and is left out. */
    public void forEachLine(Visitor visitor) throws IOException {
        for (Path file : inOrder()) {
            long whole = Tail.of(file).end();
            try (InputStream bytes = new Prefix(Files.newInputStream(file), whole);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
                int number = 0;
                @Nullable String line;
                while ((line = lines.readLine()) != null) {
                    visitor.visit(file + ":" + ++number, line);
                }
            }
        }
    }

    /** Takes one line and its place, {@code file:line}. */
    public interface Visitor {
        void visit(String place, String line);
    }
}
