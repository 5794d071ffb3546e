package dev.accountfeed.source;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.Routes;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What providers send and what is made of it, as files: {@code routes/<provider>/fixtures/*.yaml}. */
public final class Fixtures {

    private final SchemaCheck schema = SchemaCheck.resource("/schema/fixture.schema.json");

    /** The fixtures of a provider, by name; none where it has no such folder. */
    public static List<Path> of(Provider provider) {
        Path folder = folder(provider);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Provider provider) {
        return provider.folder().resolve("fixtures");
    }

    /** What is wrong in a provider's fixtures, and every difference between what they expect and what is made. */
    public List<Finding> check(Provider provider) {
        List<Path> files;
        try {
            files = of(provider);
        } catch (UncheckedIOException e) {
            return List.of(Routes.unreadable(folder(provider), e));
        }
        return files.stream().flatMap(file -> replay(file, provider).stream()).toList();
    }

    /** What is wrong in one fixture, and every difference. */
    public List<Finding> replay(Path file, Provider provider) {
        Loaded<YamlDocument> loaded = YamlDocument.read(file);
        if (loaded.value().isEmpty()) {
            return loaded.findings();
        }
        Report report = new Report(loaded.value().get());
        schema.check(loaded.value().get(), "", report);
        if (report.findings().isEmpty()) {
            FixtureReplay.of(loaded.value().get(), provider, report).ifPresent(FixtureReplay::run);
        }
        return report.findings();
    }
}
