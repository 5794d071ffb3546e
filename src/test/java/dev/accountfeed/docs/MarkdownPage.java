package dev.accountfeed.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documents, and what in it can be proved. */
record MarkdownPage(Path file, String text) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    /** A fenced block: its language, its text without the indentation of the list that it stands in, its line. */
    record Block(Path file, int line, String language, String text) {

        @Override
        public String toString() {
            return file + ":" + line + " " + language;
        }
    }

    static MarkdownPage of(String file) {
        try {
            return new MarkdownPage(Path.of(file), Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page of the project. */
    static List<MarkdownPage> all() {
        List<MarkdownPage> pages = new ArrayList<>();
        for (String root : List.of(".", "docs", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(root), root.equals(".") ? 1 : 5)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(file -> file.normalize().toString())
                        .sorted()
                        .map(MarkdownPage::of)
                        .forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    List<Block> blocks(String... languages) {
        List<Block> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (List.of(languages).contains(block.group(2))) {
                int line = (int) text.substring(0, block.start(3)).lines().count() + 1;
                blocks.add(
                        new Block(file, line, block.group(2), block.group(3).replaceAll("(?m)^" + block.group(1), "")));
            }
        }
        return blocks;
    }

    /** Targets of links that stay in the project. */
    List<String> relativeLinks() {
        return LINK.matcher(withoutBlocks())
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("(https?|mailto):.*"))
                .toList();
    }

    /** Code within the text. */
    List<String> inlineCode() {
        return CODE.matcher(withoutBlocks())
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    private String withoutBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** What stands below the heading that begins like this, up to the next one. */
    String section(String heading) {
        int from = text.indexOf("\n" + heading) + 1;
        int to = text.indexOf("\n#", from);
        return text.substring(from, to < 0 ? text.length() : to);
    }

    /** Names that links within a page point to. */
    List<String> anchors() {
        return Pattern.compile("(?m)^#+ (.+)$")
                .matcher(withoutBlocks())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
