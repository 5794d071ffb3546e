package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.config.Nearest;
import dev.accountfeed.config.Pointers;
import dev.accountfeed.config.Report;
import dev.accountfeed.config.SchemaCheck;
import dev.accountfeed.config.Urls;
import dev.accountfeed.config.YamlDocument;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a JSON Schema cannot say about a manifest. */
final class ManifestCheck {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** Keywords of a schema whose values are no schemas. */
    private static final Set<String> VALUES = Set.of("const", "default", "enum", "examples");

    private static final List<String> CREDENTIALS =
            List.of("file", "accountId", "username", "password", "apiKey", "token");

    private static final List<String> FORMATS = List.of("json", "xml");

    private static final ZonedDateTime SOME_TIME = ZonedDateTime.of(2026, 11, 21, 16, 5, 9, 0, ZoneId.of("UTC"));

    private final YamlDocument document;
    private final Report report;

    ManifestCheck(YamlDocument document, Report report) {
        this.document = document;
        this.report = report;
    }

    void check(String folder) {
        if (!NAME.matcher(folder).matches()) {
            report.atKey("", "the folder's name must be small letters, digits and dashes: it is the provider's name");
        }
        url();
        credentials("/credentials");
        patterns("/credentials");
        patterns("/options");
        List<String> options = names("/options/properties");
        if (report.clean("/options")) {
            known("/scope", options);
            known("/records/filters", options);
            known("/records/limit", options);
            known("/records/maxLimit", options);
            known("/records/idOption", options);
            known("/records/beside", options);
            whole("limit");
            whole("maxLimit");
            idOption(options);
            defaults(options);
        }
        steps();
        format(options.contains("format"));
        if (report.clean("/fields")) {
            known("/secrets", names("/fields"));
        }
        notFound();
        retryAfter();
        times();
        derived();
    }

    private void url() {
        JsonNode url = document.at("/url");
        if (url.isTextual()) {
            Urls.problem(url.asText()).ifPresent(problem -> report.atValue("/url", "`url` " + problem));
        }
    }

    /** Calls are signed with what is known by its name. */
    private void credentials(String pointer) {
        String properties = pointer + "/properties";
        for (String name : names(properties)) {
            if (!CREDENTIALS.contains(name)) {
                report.atKey(
                        Pointers.child(properties, name),
                        "no call is signed with `" + name + "`" + Nearest.hint(name, CREDENTIALS));
            }
        }
        for (String forms : List.of("/oneOf", "/anyOf", "/allOf")) {
            for (int i = 0; i < document.at(pointer + forms).size(); i++) {
                credentials(Pointers.child(pointer + forms, i));
            }
        }
    }

    /** A validator ends at a pattern that is none, with whatever else is wrong. */
    private void patterns(String pointer) {
        JsonNode schema = document.at(pointer);
        if (schema.path("pattern").isTextual()) {
            String at = pointer + "/pattern";
            notRegular(schema.get("pattern").asText()).ifPresent(words -> report.atValue(at, "`pattern` " + words));
        }
        for (String name : names(pointer + "/patternProperties")) {
            String at = Pointers.child(pointer + "/patternProperties", name);
            notRegular(name).ifPresent(words -> report.atKey(at, "`" + name + "` " + words));
        }
        schema.fieldNames().forEachRemaining(name -> {
            if (!VALUES.contains(name)) {
                patterns(Pointers.child(pointer, name));
            }
        });
        for (int i = 0; schema.isArray() && i < schema.size(); i++) {
            patterns(Pointers.child(pointer, i));
        }
    }

    private static Optional<String> notRegular(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is not a regular expression: " + e.getDescription());
        }
    }

    /** Names that the manifest declares elsewhere: one, or a list. */
    private void known(String pointer, List<String> names) {
        JsonNode value = document.at(pointer);
        if (value.isTextual() && report.clean(pointer)) {
            known(pointer, value.asText(), names);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            String entry = Pointers.child(pointer, i);
            if (report.clean(entry)) {
                known(entry, value.get(i).asText(), names);
            }
        }
    }

    private void known(String pointer, String name, List<String> names) {
        if (!names.contains(name)) {
            String where = pointer.startsWith("/secrets") ? "fields" : "options";
            report.atValue(pointer, "`" + name + "` is none of the " + where + Nearest.hint(name, names));
        }
    }

    /** A default that its own schema refuses would fail every source that does not set the option. */
    private void defaults(List<String> options) {
        for (String option : options) {
            String pointer = Pointers.child("/options/properties", option);
            JsonNode schema = document.at(pointer);
            if (report.clean(pointer)
                    && schema.has("default")
                    && !SchemaCheck.of(schema).accepts(schema.get("default"))) {
                report.atValue(pointer + "/default", "`default` is not what the option's own schema allows");
            }
        }
    }

    /** How many rows are asked for is counted with. */
    private void whole(String name) {
        String pointer = "/records/" + name;
        String option = document.at(pointer).asText();
        JsonNode type =
                document.at(Pointers.child("/options/properties", option)).path("type");
        if (document.at("/records").has(name)
                && report.clean(pointer)
                && !type.asText().equals("integer")) {
            report.atValue(pointer, "the option `" + option + "` must have type: integer: rows are counted with it");
        }
    }

    /** Without the id there is no account. */
    private void idOption(List<String> options) {
        String name = document.at("/records/idOption").asText();
        boolean required = document.at("/options/required").toString().contains("\"" + name + "\"");
        if (options.contains(name) && !required) {
            report.atValue(
                    "/records/idOption",
                    "`" + name + "` must be among the `required` of the options: without it there is no id");
        }
    }

    /** XML is read by the names of elements, wherever they stand. */
    private void steps() {
        for (String pointer : List.of("/records/list", "/records/id")) {
            if (document.at("/records").has("element")
                    && report.clean(pointer)
                    && document.at(pointer).asText().lastIndexOf('/') != 0) {
                report.atValue(
                        pointer,
                        "`" + Pointers.last(pointer) + "` must be one step, as /accounts, where there is XML too");
            }
        }
    }

    /** Answers are read as the option {@code format} says, and as JSON where there is none. */
    private void format(boolean isOption) {
        String at = "/options/properties/format";
        if (!report.clean(at) || !report.clean("/records")) {
            return;
        }
        JsonNode format = document.at(at);
        List<String> formats = new ArrayList<>();
        format.path("enum").forEach(one -> formats.add(one.asText()));
        if (isOption && (formats.isEmpty() || !FORMATS.containsAll(formats))) {
            report.atValue(at, "`format` decides how answers are read; write enum: [json], [xml] or [json, xml]");
        } else if (isOption && !formats.contains("json") && !format.has("default")) {
            report.atValue(at, "`format` lacks a `default`: without one, answers are read as json");
        } else {
            xml(document.at("/records"), formats.contains("xml"));
        }
    }

    private void xml(JsonNode records, boolean asked) {
        if (records.has("element") && !asked) {
            report.atValue(
                    "/records/element",
                    "`element` is for XML, which no answer is; write the option format: {enum: [xml], default: xml}");
        } else if (asked && records.has("list") && !records.has("element")) {
            report.atKey("/records", "`records` lacks `element`, the XML name of one record");
        }
        if (asked && records.has("paging")) {
            report.atKey(
                    "/records/paging", "`paging` is read in JSON only: in XML the first page would be taken for all");
        }
    }

    /** A list has no account that could be asked for and not be there. */
    private void notFound() {
        for (String code : names("/errors/classes")) {
            String at = Pointers.child("/errors/classes", code);
            if (document.at(at).asText().equals(Outcome.NOT_FOUND.word())
                    && report.clean(at)
                    && !document.at("/records").has("single")) {
                report.atValue(
                        at, "`not-found` is said of one account, and `records` has no `single`; write unexpected");
            }
        }
    }

    private void retryAfter() {
        JsonNode pattern = document.at("/errors/retryAfter");
        if (!pattern.isTextual() || !report.clean("/errors/retryAfter")) {
            return;
        }
        Optional<String> words = notRegular(pattern.asText());
        if (words.isPresent()) {
            report.atValue("/errors/retryAfter", "`retryAfter` " + words.get());
        } else if (Pattern.compile(pattern.asText()).matcher("").groupCount() != 1) {
            report.atValue("/errors/retryAfter", "`retryAfter` must have exactly one group: the seconds, as (\\d+)");
        }
    }

    private void times() {
        for (String pointer : names("/times")) {
            String at = Pointers.child("/times", pointer);
            if (!report.clean(at)) {
                continue;
            }
            AccountPointers.problem(pointer).ifPresent(problem -> report.atKey(at, problem));
            if (!isTimeFormat(document.at(at).asText())) {
                report.atValue(at, "is not a time format; write for example uuuu-MM-dd HH:mm:ss");
            }
        }
    }

    /** Rules for a canonical value that no account has, or for what is none of its attributes, would never hold. */
    private void derived() {
        for (String pointer : names("/derived")) {
            String at = Pointers.child("/derived", pointer);
            if (!report.clean(at)) {
                continue;
            }
            AccountPointers.problem(pointer).ifPresent(problem -> report.atKey(at, problem));
            JsonNode raw = document.at(at);
            for (int i = 0; i < raw.size(); i++) {
                if (!raw.get(i).asText().startsWith("/attributes/")) {
                    report.atValue(Pointers.child(at, i), "is no raw attribute; write for example /attributes/balance");
                }
            }
        }
    }

    /** Whether what is written by the format can be read by it: one without a year, or with half of one, cannot. */
    private static boolean isTimeFormat(String text) {
        try {
            DateTimeFormatter format = TimeFormats.of(text);
            TimeFormats.instant(format, format.format(SOME_TIME));
            return true;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private List<String> names(String pointer) {
        List<String> names = new ArrayList<>();
        document.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }
}
