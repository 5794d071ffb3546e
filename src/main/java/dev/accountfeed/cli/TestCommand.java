package dev.accountfeed.cli;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.MappingCheck;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import dev.accountfeed.provider.Providers;
import dev.accountfeed.source.Fixtures;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays fixtures. */
@Command(
        name = "test",
        description = "Replays what providers send, as routes/<provider>/fixtures hold it, through their mappings, and"
                + " prints the differences: path, expected, actual.")
final class TestCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Parameters(paramLabel = "PROVIDER", arity = "0..*", description = "folders under routes/; all by default")
    private List<String> names = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        folders.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        Loaded<Providers> loaded = new ProviderReader().readAll(folders.routes);
        Providers providers = loaded.value().orElseThrow();
        if (names.isEmpty() && providers.names().isEmpty()) {
            loaded.findings().forEach(finding -> out.println(OwnFiles.fromHere(finding)));
            out.println("no provider under " + folders.routes);
            return 1;
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : names.isEmpty() ? providers.names() : names) {
            if (!providers.names().contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        Files.isDirectory(folders.routes.resolve(name))
                                ? folders.routes.resolve(name) + " is no provider: it has no provider.yaml"
                                : "no provider " + name + " under " + folders.routes + "; there are: "
                                        + String.join(", ", providers.names()));
            }
            List<Finding> found = test(name, providers, loaded.findings());
            found.forEach(finding -> out.println(OwnFiles.fromHere(finding)));
            findings.addAll(found);
            Provider provider = providers.sound().get(name);
            if (provider != null && found.isEmpty()) {
                int count = Fixtures.of(provider).size();
                out.println(name + ": "
                        + (count == 0
                                ? "no fixture, nothing was replayed"
                                : count + (count == 1 ? " fixture" : " fixtures") + ", all as expected"));
            }
        }
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private List<Finding> test(String name, Providers providers, List<Finding> manifests) {
        Path folder = folders.routes.resolve(name);
        Provider provider = providers.sound().get(name);
        if (provider == null) {
            return manifests.stream()
                    .filter(finding -> finding.file().startsWith(folder))
                    .toList();
        }
        return MappingCheck.check(folder).map(List::of).orElseGet(() -> new Fixtures().check(provider));
    }
}
