package dev.accountfeed.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Checks that the mapping of a provider is jq. */
public final class MappingCheck {

    private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)");

    private MappingCheck() {}

    /** What is wrong with {@code <folder>/<name>-account.jq}, where {@code name} is the folder's. */
    public static Optional<Finding> check(Path folder) {
        Path file = folder.resolve(folder.getFileName() + "-account.jq");
        try {
            String text = TextFile.read(file);
            if (text.startsWith("\uFEFF")) {
                return Optional.of(new Finding(file, 1, 1, Finding.BYTE_ORDER_MARK));
            }
            JsonQuery.compile(text, Versions.JQ_1_6);
            return Optional.empty();
        } catch (JsonQueryException e) {
            return Optional.of(finding(file, e.getCause() == null ? e : e.getCause()));
        } catch (CharacterCodingException e) {
            return Optional.of(new Finding(file, 0, 0, "is not UTF-8 text; save it in that encoding"));
        } catch (IOException e) {
            return Optional.of(
                    new Finding(file, 0, 0, "cannot be read; it maps the provider's record to the canonical account"));
        }
    }

    private static Finding finding(Path file, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return new Finding(file, 1, 1, "is not jq");
        }
        int line = Math.max(1, Integer.parseInt(place.group(1)));
        int column = Math.max(1, Integer.parseInt(place.group(2)));
        return new Finding(
                file,
                line,
                column,
                message.contains("<EOF>")
                        ? "ends too early: look for an open bracket, quote, or an if without end"
                        : "is not jq from here on: look for a missing comma, pipe or bracket before it");
    }
}
