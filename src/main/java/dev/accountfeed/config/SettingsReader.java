package dev.accountfeed.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads our own settings from {@code config/application.properties}, and checks those of Camel that stand beside them. */
public final class SettingsReader {

    /** Sinks whose routes are shipped. */
    static final Set<String> SHIPPED_SINKS = Set.of("file", "kafka");

    private static final String OURS = "feed.";
    private static final String CAMELS = "camel.";
    private static final String ANY_HOST = "0.0.0.0";

    private final UnaryOperator<String> placeholders;
    private final Set<String> sinks;
    private final CamelSettings camel = new CamelSettings();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param placeholders Camel's {@code resolvePropertyPlaceholders}, in a context that has the file as a location: what
     *     it finds in the environment replaces the file
     * @param sinks names of sinks that have a route
     */
    public SettingsReader(UnaryOperator<String> placeholders, Set<String> sinks) {
        this.placeholders = placeholders;
        this.sinks = new TreeSet<>(sinks);
    }

    /** Every key of ours with its value where none is given: initial properties, so that routes may name them. */
    public static Map<String, String> defaults() {
        return Setting.ALL.stream().collect(Collectors.toMap(Setting::key, Setting::standard));
    }

    /** The settings, or everything that is wrong with the file; without a file there are the defaults. */
    public Loaded<Settings> read(Path file) {
        findings.clear();
        PropertiesDocument document;
        try {
            document = Files.exists(file)
                    ? PropertiesDocument.read(file)
                    : new PropertiesDocument(file, List.of(), List.of());
        } catch (IOException e) {
            return Loaded.failed(unreadable(file, e));
        }
        findings.addAll(document.findings());
        Map<String, PropertiesDocument.Entry> entries = new HashMap<>();
        for (PropertiesDocument.Entry entry : document.entries()) {
            check(document, entry, entries.put(entry.key(), entry));
        }
        Values values = new Values(document, entries);
        entries.values().stream()
                .filter(entry -> entry.key().startsWith(CAMELS))
                .forEach(values::camel);
        values.ports();
        values.topics();
        values.passwords();
        Settings settings = values.settings();
        findings.sort(Comparator.comparingInt(Finding::line));
        return findings.isEmpty() ? Loaded.of(settings) : Loaded.failed(findings);
    }

    /** Why Camel cannot read the file at all: it ends with the first reason, and names no line. */
    public static List<Finding> unreadable(Path file) {
        try {
            return PropertiesDocument.read(file).findings();
        } catch (IOException e) {
            return List.of(unreadable(file, e));
        }
    }

    private static Finding unreadable(Path file, IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return missing(file);
        }
        return new Finding(
                file,
                0,
                0,
                fault instanceof AccessDeniedException ? Finding.FORBIDDEN : "is not a properties file in UTF-8");
    }

    /** What is said where there are no settings; without Camel's own nothing can be started. */
    public static Finding missing(Path file) {
        return new Finding(file, 0, 0, "there is no such file; copy the one that account-feed comes with, in config/");
    }

    /** A finding at a setting, however it is written; about the file as a whole where it is set elsewhere. */
    public static Finding at(Path file, String key, String message) {
        try {
            PropertiesDocument document = PropertiesDocument.read(file);
            return document.entries().stream()
                    .filter(entry -> plain(entry.key()).equals(plain(key)))
                    .findFirst()
                    .map(entry -> document.atKey(entry, message))
                    .orElse(new Finding(file, 0, 0, message));
        } catch (IOException e) {
            return new Finding(file, 0, 0, message);
        }
    }

    /** A finding at the first of Camel's settings that fits, by its key and value; empty where none does. */
    public static Optional<Finding> at(
            Path file, BiPredicate<String, String> setting, UnaryOperator<String> placeholders, String message) {
        try {
            PropertiesDocument document = PropertiesDocument.read(file);
            return document.entries().stream()
                    .filter(entry -> entry.key().startsWith(CAMELS))
                    .filter(entry -> Placeholders.resolve(entry.value(), placeholders, problem -> {})
                            .filter(value -> setting.test(entry.key(), value))
                            .isPresent())
                    .findFirst()
                    .map(entry -> document.atValue(entry, message));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As Camel compares keys. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private void check(
            PropertiesDocument document, PropertiesDocument.Entry entry, PropertiesDocument.@Nullable Entry first) {
        if (first != null) {
            findings.add(document.atKey(
                    entry,
                    "`" + entry.key() + "` stands here twice, first in line " + first.line() + "; keep one of them"));
        }
        if (entry.key().startsWith(OURS) && !defaults().containsKey(entry.key())) {
            Set<String> known = new TreeSet<>(defaults().keySet());
            findings.add(
                    document.atKey(entry, "unknown setting `" + entry.key() + "`" + Nearest.hint(entry.key(), known)));
        }
        if (entry.value().contains("{{")) {
            Placeholders.resolveFunctions(
                    entry.value(), placeholders, problem -> findings.add(document.atValue(entry, problem)));
        }
    }

    /** Takes the values that count, which may stand in the environment instead of the file. */
    private final class Values {

        private final PropertiesDocument document;
        private final Map<String, PropertiesDocument.Entry> entries;

        Values(PropertiesDocument document, Map<String, PropertiesDocument.Entry> entries) {
            this.document = document;
            this.entries = entries;
        }

        Settings settings() {
            String name = value(Setting.NAME);
            String transactionalId = value(Setting.TRANSACTIONAL_ID);
            String token = value(Setting.HTTP_TOKEN);
            return new Settings(
                    name,
                    knownSinks(),
                    value(Setting.EVENTS_KEEP),
                    value(Setting.EVENTS_WARN_AT),
                    value(Setting.TYPE_PREFIX),
                    value(Setting.FILE_MAX_BYTES),
                    value(Setting.FILE_PERMISSIONS),
                    new Settings.Kafka(
                            value(Setting.KAFKA_CONTENT_MODE),
                            value(Setting.TOPIC_EVENTS),
                            value(Setting.TOPIC_ACCOUNTS),
                            value(Setting.TOPIC_COMMANDS),
                            value(Setting.TOPIC_POSITIONS),
                            transactionalId.isEmpty() ? name : transactionalId,
                            value(Setting.TOPICS_CREATE),
                            value(Setting.TOPICS_PARTITIONS),
                            value(Setting.TOPICS_REPLICATION)),
                    token.isEmpty() ? null : token,
                    value(Setting.HTTP_HOSTS),
                    value(Setting.LOG_FORMAT));
        }

        /** Checks a setting of Camel's, which may take a wrong one without a word. */
        void camel(PropertiesDocument.Entry entry) {
            String key = entry.key();
            Optional<String> unknown = camel.unknown(key);
            unknown.ifPresent(problem -> findings.add(document.atKey(entry, problem)));
            Optional<String> text = text(key);
            // Camel takes an empty value from a placeholder only.
            boolean empty = unknown.isEmpty() && entry.value().isEmpty() && text.equals(Optional.of(""));
            text.flatMap(value -> camel.wrong(key, value.strip()))
                    .or(() -> empty ? Optional.of(CamelSettings.NO_VALUE) : Optional.empty())
                    .ifPresent(problem -> wrong(key, text, problem));
        }

        /** Two servers cannot listen on one port, and Camel does not end for it. */
        void ports() {
            Set<String> hosts = new TreeSet<>();
            Set<String> ports = new TreeSet<>();
            for (String server : List.of("camel.server", "camel.management")) {
                if (!text(server + ".enabled").equals(Optional.of("true"))) {
                    return;
                }
                hosts.add(text(server + ".host").orElse(ANY_HOST));
                ports.add(text(server + ".port").orElse(server));
            }
            if (ports.size() == 1 && !ports.contains("0") && (hosts.size() == 1 || hosts.contains(ANY_HOST))) {
                String key = "camel.management.port";
                wrong(key, text(key), "must not be that of `camel.server.port`");
            }
        }

        /** In one topic, what one of them is for would be lost in the other: tombstones, compaction, commands. */
        void topics() {
            Map<String, Setting<String>> topics = new HashMap<>();
            for (Setting<String> setting : Setting.TOPICS) {
                String topic = text(setting).orElse(setting.standard()).strip();
                Setting<String> other = topics.putIfAbsent(topic, setting);
                if (other != null) {
                    wrong(setting, "must not be that of `" + other.key() + "`");
                }
            }
        }

        /** Camel lets everybody in where it is not told whom. */
        void passwords() {
            for (String server : List.of("camel.server", "camel.management")) {
                String key = server + ".authenticationEnabled";
                if (text(key).equals(Optional.of("true"))
                        && Stream.of(".basicPropertiesFile", ".jwtKeystorePath")
                                .allMatch(file -> text(server + file).orElse("").isBlank())) {
                    wrong(
                            key,
                            text(key),
                            "asks nobody for a password by itself; also write `" + server + ".basicPropertiesFile`");
                }
            }
        }

        private List<String> knownSinks() {
            List<String> names = value(Setting.SINKS);
            names.stream()
                    .filter(name -> !sinks.contains(name))
                    .forEach(name -> wrong(
                            Setting.SINKS,
                            "names `" + name + "`, which has no route in routes/sinks/"
                                    + (SHIPPED_SINKS.contains(name)
                                            ? "; bring back the one from direct:account-events-" + name
                                            : Nearest.hint(name, sinks))));
            return names;
        }

        private <T> T value(Setting<T> setting) {
            Optional<String> text = text(setting);
            try {
                return setting.parse().apply(text.orElse(setting.standard()).strip());
            } catch (IllegalArgumentException e) {
                wrong(setting, String.valueOf(e.getMessage()));
                return setting.parse().apply(setting.standard());
            }
        }

        private Optional<String> text(Setting<?> setting) {
            return text(setting.key() + ":" + setting.standard());
        }

        private Optional<String> text(String name) {
            try {
                return Optional.ofNullable(placeholders.apply("{{" + name + "}}"));
            } catch (RuntimeException e) {
                // A placeholder inside the value is missing: that was told at its place.
                return Optional.empty();
            }
        }

        private void wrong(Setting<?> setting, String problem) {
            wrong(setting.key(), text(setting), problem);
        }

        private void wrong(String key, Optional<String> text, String problem) {
            String message = "`" + key + "` " + problem;
            PropertiesDocument.Entry entry = entries.get(key);
            if (entry != null && counts(entry, text)) {
                findings.add(document.atValue(entry, message));
                return;
            }
            boolean standard = text.equals(Optional.ofNullable(defaults().get(key)));
            String where = standard ? " (it is the default)" : " (it is set in the environment)";
            findings.add(new Finding(document.file(), 0, 0, message + where));
        }

        /** Whether the value in the file is the one in force: the environment may say something else. */
        private boolean counts(PropertiesDocument.Entry entry, Optional<String> text) {
            Optional<String> written = Placeholders.resolve(entry.value(), placeholders, problem -> {});
            return text.map(String::strip).equals(written.map(String::strip));
        }
    }
}
