package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes docs/configuration.md from the comments of the settings and the descriptions of the schemas. */
final class ConfigurationPage {

    private static final Pattern SETTING = Pattern.compile("(#?)([a-z][\\w.-]+)\\s*=\\s*(.*)");

    private final StringBuilder page = new StringBuilder();

    static String write() throws IOException {
        return new ConfigurationPage().page();
    }

    private String page() throws IOException {
        line("# Configuration");
        line("");
        line(
                "Generated from `config/application.properties`, `config/sources.schema.json` and the providers' manifests:");
        line("change the comments and descriptions there, then run");
        line("`./mvnw -q -Dquick test -Dtest=ConfigurationPageTest -Ddocs.write`.");
        line("`bin/account-feed validate` checks all of it, offline.");
        line("");
        settings();
        inventory();
        providers();
        return page.toString();
    }

    private void settings() throws IOException {
        line("## Settings: `config/application.properties`");
        List<String> comment = new ArrayList<>();
        for (String text : Files.readAllLines(Path.of("config", Settings.FILE))) {
            Matcher setting = SETTING.matcher(text);
            if (text.startsWith("# == ")) {
                table("### " + text.replaceAll("^# == | ==$", ""), "| setting | value | |");
            } else if (setting.matches()) {
                String value =
                        setting.group(1).isEmpty() ? code(setting.group(3)) : "– (" + code(setting.group(3)) + ")";
                row(code(setting.group(2)), value, String.join(" ", comment));
            } else if (text.startsWith("# ")) {
                comment.add(text.substring(2));
                continue;
            } else if (!comment.isEmpty()) {
                line("");
                line(String.join(" ", comment));
            }
            comment.clear();
        }
    }

    private void inventory() throws IOException {
        JsonNode schema = json(Path.of("config/sources.schema.json"));
        line("");
        line("## Inventory: `config/sources.yaml`");
        table("### The file", "| key | default | |");
        properties("", schema, schema);
        table("### A source", "| key | default | |");
        properties("", schema.at("/$defs/source"), schema);
        table("### `defaults`", "| key | default | |");
        properties("", schema.at("/properties/defaults"), schema);
        table("### `providers`", "| key | default | |");
        properties("", schema.at("/$defs/budget"), schema);
    }

    private void providers() {
        new TreeMap<>(new ProviderReader()
                        .readAll(Path.of("routes"))
                        .value()
                        .orElseThrow()
                        .sound())
                .forEach((name, provider) -> {
                    line("");
                    line("## Provider `" + name + "`");
                    line("");
                    line(url(provider));
                    table("### Credentials", "| key | default | |");
                    JsonNode credentials = provider.credentials();
                    properties("", credentials, credentials);
                    credentials.path("oneOf").forEach(form -> properties("", form, form));
                    table("### Options", "| key | default | |");
                    properties("", provider.options(), provider.options());
                });
    }

    private static String url(Provider provider) {
        return provider.url() == null
                ? provider.title() + "; every source names its `url`."
                : provider.title() + ", by default at " + code(provider.url().toString()) + ".";
    }

    private void properties(String above, JsonNode object, JsonNode root) {
        object.path("properties").properties().forEach(property -> {
            JsonNode schema = property.getValue();
            JsonNode target =
                    schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
            String name = above + property.getKey();
            row(
                    code(name),
                    target.has("default")
                            ? code(target.get("default").toString().replace("\"", ""))
                            : "",
                    description(target));
            if (target.path("type").asText().equals("object") && !above.contains(".") && !name.equals("defaults")) {
                properties(name + ".", target, root);
            }
        });
    }

    private static String description(JsonNode schema) {
        List<String> parts = new ArrayList<>();
        String text = schema.path("description").asText();
        parts.add(text.isEmpty() || text.endsWith(".") ? text : text + ".");
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add(code(value.asText())));
            parts.add("One of " + String.join(", ", values) + ".");
        }
        if (schema.has("minimum") && schema.has("maximum")) {
            parts.add("From " + schema.get("minimum").asText() + " to "
                    + schema.get("maximum").asText() + ".");
        }
        return String.join(" ", parts).strip();
    }

    private void table(String title, String head) {
        line("");
        line(title);
        line("");
        line(head);
        line("|---|---|---|");
    }

    private void row(String... cells) {
        line("| "
                + String.join(
                        " | ",
                        List.of(cells).stream()
                                .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
                                .toList())
                + " |");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
