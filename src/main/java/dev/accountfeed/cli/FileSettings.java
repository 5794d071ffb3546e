package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.config.TextFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/** The settings of a folder, where no service is started with them. */
record FileSettings(Properties settings) implements PropertiesSource {

    /** A context that knows the settings; it is never started: it lends its property functions only. */
    static DefaultCamelContext context(Folders folders) throws IOException {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.disableJMX();
        Properties settings = read(folders.config);
        settings.putAll(folders.settings());
        camel.getPropertiesComponent().addPropertiesSource(new FileSettings(settings));
        return camel;
    }

    /** What is said where the folder has no settings; without Camel's own nothing can be started. */
    static Optional<Finding> missing(Path config) {
        Path file = config.resolve(Settings.FILE);
        return Files.notExists(file) ? Optional.of(SettingsReader.missing(file)) : Optional.empty();
    }

    /** Throws what {@link #missing} says. */
    static void require(Path config) {
        refuse(missing(config).stream().toList());
    }

    /** Throws the same, and why a file that is there cannot be read. */
    static void requireReadable(Path config) {
        refuse(SettingsReader.unreadable(config.resolve(Settings.FILE)));
    }

    private static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new ConfigurationException(
                    findings.stream().map(OwnFiles::fromHere).toList());
        }
    }

    /** The names of all settings in the folder; none where they cannot be read. */
    static Set<String> names(Path config) {
        try {
            return read(config).stringPropertyNames();
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static Properties read(Path config) throws IOException {
        Properties settings = new Properties();
        settings.putAll(SettingsReader.defaults());
        // Not a location of Camel's, which has to be there, and whole.
        Path file = config.resolve(Settings.FILE);
        try {
            settings.load(new StringReader(TextFile.read(file)));
        } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
            // Without them, or with those that could be read: the rest is a finding of validate, with its place.
            return settings;
        } catch (IOException e) {
            throw new ConfigurationException(SettingsReader.unreadable(file));
        }
        return settings;
    }

    @Override
    public String getName() {
        return Settings.FILE;
    }

    @Override
    public @Nullable String getProperty(String name) {
        return settings.getProperty(name);
    }
}
