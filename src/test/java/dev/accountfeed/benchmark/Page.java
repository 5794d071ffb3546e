package dev.accountfeed.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes figures into docs/benchmarks.md, each between two comments that name it, and prints them. */
final class Page {

    private static final Path FILE = Path.of("docs/benchmarks.md");

    private Page() {}

    static void write(String name, String figures) throws IOException {
        String text = machine() + "\n\n" + figures.strip() + "\n";
        System.out.println("== " + name + "\n\n" + text);
        Pattern place = Pattern.compile("(<!-- " + name + " -->\n).*?(<!-- /" + name + " -->)", Pattern.DOTALL);
        Matcher old = place.matcher(Files.readString(FILE));
        if (!old.find()) {
            throw new IOException(FILE + " has no place for " + name);
        }
        Files.writeString(FILE, old.replaceFirst("$1" + Matcher.quoteReplacement("\n" + text + "\n") + "$2"));
    }

    private static String machine() throws IOException {
        String cpu = Files.exists(Path.of("/proc/cpuinfo"))
                ? Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .orElse("unknown")
                : "unknown";
        return "Taken " + LocalDate.now(ZoneOffset.UTC) + " on "
                + Runtime.getRuntime().availableProcessors()
                + " processors (" + cpu + "), " + System.getProperty("os.name") + ", JDK " + Runtime.version()
                + ", commit " + commit() + ".";
    }

    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
