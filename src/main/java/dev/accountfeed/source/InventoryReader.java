package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Placeholders;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.YamlDocument;
import dev.accountfeed.provider.Providers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the inventory: {@code config/sources.yaml}. */
public final class InventoryReader {

    private final Providers providers;
    private final UnaryOperator<String> placeholders;
    private final CredentialsCheck credentialsCheck;
    private final SchemaCheck schema = SchemaCheck.resource("/schema/sources.schema.json");

    /** @param placeholders Camel's {@code resolvePropertyPlaceholders}: throws where a value is missing */
    public InventoryReader(Providers providers, UnaryOperator<String> placeholders, CredentialsCheck credentialsCheck) {
        this.providers = providers;
        this.placeholders = placeholders;
        this.credentialsCheck = credentialsCheck;
    }

    /** The inventory, or everything that is wrong with it; credential files are relative to the file's folder. */
    public Loaded<Inventory> read(Path file) {
        Loaded<YamlDocument> yaml = YamlDocument.read(file);
        return yaml.value().map(this::read).orElseGet(() -> Loaded.failed(yaml.findings()));
    }

    private Loaded<Inventory> read(YamlDocument raw) {
        Report report = new Report(raw);
        YamlDocument document = Placeholders.resolve(raw, placeholders, report);
        schema.check(document, "", report);
        Entry root = new Entry(document, report, "");
        Map<String, Budget> budgets = BudgetReader.read(root.below("providers"), providers);
        Entry defaults = root.below("defaults");
        SourceReader reader = new SourceReader(
                providers,
                new CredentialsReader(folder(document.file()), credentialsCheck),
                Recurrences.read(defaults, Optional.empty()),
                ChangeRulesReader.read(defaults, ChangeRules.DEFAULT));
        List<Source> sources = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        Entry list = root.below("sources");
        for (int i = 0; i < root.get("sources").size(); i++) {
            Entry entry = list.below(String.valueOf(i));
            unique(entry, ids);
            reader.read(entry).ifPresent(sources::add);
        }
        // A source may also be missing because its provider's manifest is broken: that is told there.
        boolean whole = sources.size() == root.get("sources").size();
        return report.findings().isEmpty() && whole
                ? Loaded.of(new Inventory(sources, budgets))
                : Loaded.failed(report.findings());
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static void unique(Entry entry, Map<String, String> ids) {
        JsonNode id = entry.get("id");
        if (!id.isTextual()) {
            return;
        }
        String first = ids.putIfAbsent(id.asText(), entry.at("id"));
        if (first != null) {
            int line = entry.document().atValue(first, "").line();
            entry.wrong("id", "is taken by the source in line " + line + "; ids are unique");
        }
    }
}
