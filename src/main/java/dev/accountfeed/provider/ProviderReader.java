package dev.accountfeed.provider;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the manifests: {@code routes/<provider>/provider.yaml}. */
public final class ProviderReader {

    public static final String MANIFEST = "provider.yaml";

    private final SchemaCheck schema = SchemaCheck.resource("/schema/provider.schema.json");

    /** Every provider that has a folder below {@code routes}; the value is there even if some are broken. */
    public Loaded<Providers> readAll(Path routes) {
        Map<String, Provider> sound = new HashMap<>();
        Set<String> broken = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        try (Stream<Path> folders = Files.list(routes)) {
            for (Path folder : folders.sorted().toList()) {
                String name = folder.getFileName().toString();
                if (!Files.exists(folder.resolve(MANIFEST))) {
                    if (Files.exists(folder.resolve(name + "-account.jq"))) {
                        // Passed over, a manifest whose name is misspelt would be missed by nobody.
                        findings.add(new Finding(
                                folder.resolve(MANIFEST), 0, 0, "there is no such file, but a mapping for it"));
                        broken.add(name);
                    }
                    continue;
                }
                Loaded<Provider> loaded = read(folder);
                findings.addAll(loaded.findings());
                loaded.value().ifPresentOrElse(provider -> sound.put(name, provider), () -> broken.add(name));
            }
        } catch (IOException e) {
            findings.add(new Finding(routes, 0, 0, "is not a folder that can be read"));
        }
        return new Loaded<>(Optional.of(new Providers(sound, broken)), findings);
    }

    /** The provider of one folder. */
    public Loaded<Provider> read(Path folder) {
        Loaded<YamlDocument> manifest = YamlDocument.read(folder.resolve(MANIFEST));
        if (manifest.value().isEmpty()) {
            return Loaded.failed(manifest.findings());
        }
        YamlDocument document = manifest.value().get();
        Report report = new Report(document);
        schema.check(document, "", report);
        new ManifestCheck(document, report).check(folder.getFileName().toString());
        return report.findings().isEmpty()
                ? Loaded.of(ManifestParts.provider(document.root(), folder))
                : Loaded.failed(report.findings());
    }
}
