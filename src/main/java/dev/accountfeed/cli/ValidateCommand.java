package dev.accountfeed.cli;

import dev.accountfeed.Validation;
import dev.accountfeed.auth.ServiceAccountKeyFile;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without the network. */
@Command(
        name = "validate",
        description = "Checks settings, inventory, credential files, providers, routes and mappings, offline.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings;
        // Never started: it lends its property functions only.
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.disableJMX();
            camel.getPropertiesComponent().addPropertiesSource(new Lent(settings()));
            findings = new Validation(
                            folders.config,
                            folders.routes,
                            camel::resolvePropertyPlaceholders,
                            ServiceAccountKeyFile::check)
                    .all();
        }
        findings.forEach(finding -> out.println(fromHere(finding)));
        if (findings.isEmpty()) {
            out.println("everything is in order");
        }
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private Properties settings() throws IOException {
        Properties settings = new Properties();
        settings.putAll(SettingsReader.defaults());
        // Not a location of Camel's, which would split a path at its commas.
        try (Reader file = Files.newBufferedReader(folders.config.resolve(Settings.FILE))) {
            settings.load(file);
        } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
            // Without them, or with those that could be read: the rest is a finding of ours, with its place.
            return settings;
        }
        return settings;
    }

    /** With the name of the file as short as the current folder allows. */
    private static Finding fromHere(Finding finding) {
        Path here = Path.of("").toAbsolutePath();
        Path file = finding.file().toAbsolutePath().normalize();
        return file.startsWith(here)
                ? new Finding(here.relativize(file), finding.line(), finding.column(), finding.message())
                : finding;
    }

    private record Lent(Properties settings) implements PropertiesSource {

        @Override
        public String getName() {
            return Settings.FILE;
        }

        @Override
        public @Nullable String getProperty(String name) {
            return settings.getProperty(name);
        }
    }
}
