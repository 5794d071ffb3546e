package dev.accountfeed.source;

import dev.accountfeed.auth.Credentials;
import dev.accountfeed.config.Finding;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code credentials}, which the provider's schema has found sound. */
final class CredentialsReader {

    /** What goes into a header. */
    private static final List<String> SENT = List.of("username", "password", "apiKey", "token");

    private final Path folder;
    private final CredentialsCheck check;

    /**
     * @param folder that files are relative to
     * @param check of a file's content
     */
    CredentialsReader(Path folder, CredentialsCheck check) {
        this.folder = folder;
        this.check = check;
    }

    Optional<Credentials> read(Entry source) {
        Entry entry = source.below("credentials");
        SENT.forEach(name -> checkSent(entry, name));
        if (!source.report().clean(entry.pointer())) {
            return Optional.empty();
        }
        if (entry.has("file")) {
            return file(entry).map(file -> new Credentials.KeyFile(file, text(entry, "accountId")));
        } else if (entry.has("username") && entry.has("password")) {
            return Optional.of(new Credentials.Basic(
                    entry.get("username").asText(), entry.get("password").asText()));
        } else if (entry.has("apiKey")) {
            return Optional.of(new Credentials.ApiKey(entry.get("apiKey").asText()));
        } else if (entry.has("token")) {
            return Optional.of(new Credentials.Bearer(entry.get("token").asText()));
        }
        source.report()
                .atKey(
                        entry.pointer(),
                        "`credentials` must hold a file, a username and password, an apiKey or a token");
        return Optional.empty();
    }

    private static void checkSent(Entry entry, String name) {
        if (!entry.sound(name)) {
            return;
        }
        String text = entry.get(name).asText();
        if (text.chars().anyMatch(Character::isISOControl)) {
            entry.wrong(name, "must not hold a line break, which files and secrets often end in; leave it out there");
        } else if (name.equals("username") && text.contains(":")) {
            entry.wrong(name, "must not hold a colon: behind it the password begins (RFC 7617)");
        }
    }

    private Optional<Path> file(Entry entry) {
        Path file;
        try {
            file = folder.resolve(entry.get("file").asText());
        } catch (InvalidPathException e) {
            entry.wrong("file", "is not the name of a file");
            return Optional.empty();
        }
        check.named(file);
        // The resolved name is not shown: it may come from a placeholder.
        if (!Files.exists(file)) {
            entry.wrong("file", "does not exist; the name is relative to the config folder");
        } else if (!Files.isRegularFile(file)) {
            entry.wrong("file", "is not a file");
        } else if (!Files.isReadable(file)) {
            entry.wrong("file", Finding.FORBIDDEN);
        } else {
            entry.report().elsewhere(entry.at("file"), check.check(file));
            return Optional.of(file);
        }
        return Optional.empty();
    }

    private static @Nullable String text(Entry entry, String name) {
        return entry.has(name) ? entry.get(name).asText() : null;
    }
}
