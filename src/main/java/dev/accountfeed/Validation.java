package dev.accountfeed;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.MappingCheck;
import dev.accountfeed.config.Nearest;
import dev.accountfeed.config.Routes;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import dev.accountfeed.provider.Providers;
import dev.accountfeed.source.CredentialsCheck;
import dev.accountfeed.source.Fixtures;
import dev.accountfeed.source.Inventory;
import dev.accountfeed.source.InventoryReader;
import dev.accountfeed.source.Poll;
import java.beans.Introspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and checks everything that a user wrote, before any of it is used.
 *
 * @param config folder of settings and inventory
 * @param routes folder of providers and routes
 * @param placeholders Camel's {@code resolvePropertyPlaceholders}, in a context that has the settings as a location
 * @param credentialsCheck of a credentials file's content
 */
public record Validation(
        Path config, Path routes, UnaryOperator<String> placeholders, CredentialsCheck credentialsCheck) {

    public static final String INVENTORY = "sources.yaml";

    /** What is called an option in a route: a property of the exchange, or one of a query. */
    private static final Pattern OPTION =
            Pattern.compile("exchangeProperty\\.option-([\\w-]+)|exchangeProperty\\.poll\\.query\\('([^']*)'\\)");

    private static final Pattern MEMBER = Pattern.compile("exchangeProperty\\.poll\\.(\\w+)");

    /** What a poll has for routes, as methods and as properties. */
    private static final Set<String> MEMBERS = Stream.of(Poll.class.getMethods())
            .flatMap(method -> Stream.of(
                    method.getName(), Introspector.decapitalize(method.getName().replaceFirst("^(get|is)", ""))))
            .collect(Collectors.toCollection(TreeSet::new));

    /** What was read and found sound. */
    public record Configuration(Settings settings, Providers providers, Inventory inventory) {}

    /** Everything that can be found offline, Camel's schema of routes included. */
    public List<Finding> all() {
        return read(true, true).findings();
    }

    /** As {@link #all}, without what fixtures expect: that keeps nothing from running. */
    public List<Finding> faults() {
        return read(true, false).findings();
    }

    /** What {@code run} needs; a fault that Camel finds itself when it loads the routes is left to it. */
    public Loaded<Configuration> load() {
        return read(false, false);
    }

    private Loaded<Configuration> read(boolean schema, boolean fixtures) {
        Routes files = Routes.read(routes);
        Loaded<Settings> settings = new SettingsReader(placeholders, files.sinks()).read(config.resolve(Settings.FILE));
        Loaded<Providers> loaded = new ProviderReader().readAll(routes);
        Providers providers = loaded.value().orElseThrow();
        Loaded<Inventory> inventory =
                new InventoryReader(providers, placeholders, credentialsCheck).read(config.resolve(INVENTORY));
        List<Finding> findings = new ArrayList<>(settings.findings());
        findings.addAll(inventory.findings());
        findings.addAll(loaded.findings());
        providers.names().forEach(name -> MappingCheck.check(routes.resolve(name))
                .ifPresent(findings::add));
        findings.addAll(missingRoutes(files));
        providers.sound().values().forEach(provider -> {
            findings.addAll(missingRoutes(provider, files));
            findings.addAll(unknownAnswers(provider, files));
            findings.addAll(unknownNames(provider, files));
        });
        if (fixtures) {
            Fixtures replayed = new Fixtures();
            // A fixture fails for a fault of its manifest or mapping too: that is told once.
            findings.addAll(new TreeMap<>(providers.sound())
                    .values().stream()
                            .filter(provider -> findings.stream()
                                    .noneMatch(finding -> finding.file().startsWith(provider.folder())))
                            .flatMap(provider -> replayed.check(provider).stream())
                            .toList());
        }
        Path triggers = routes.resolve("triggers");
        if (!files.in(triggers)) {
            findings.add(new Finding(
                    triggers, 0, 0, "holds no route, and nothing would be polled; bring back timer.camel.yaml"));
        }
        findings.addAll(files.overlooked());
        findings.addAll(files.check(placeholders, schema));
        Optional<Configuration> whole = settings.value()
                .flatMap(s -> inventory.value().map(i -> new Configuration(s, providers, i)))
                .filter(configuration -> findings.isEmpty());
        return new Loaded<>(whole, findings.stream().distinct().toList());
    }

    private List<Finding> missingRoutes(Routes files) {
        return Stream.of("account-poll", "account-read", "account-check")
                .filter(name -> !files.begin(name))
                .map(name -> new Finding(
                        routes.resolve("shared"),
                        0,
                        0,
                        "no route begins with direct:" + name + "; bring back " + name + ".camel.yaml"))
                .toList();
    }

    /** The routes of a provider are called by names that are put together while a poll runs: nobody else misses them. */
    private static List<Finding> missingRoutes(Provider provider, Routes files) {
        List<String> names = new ArrayList<>(List.of("fetch"));
        if (provider.errors().classes().containsValue(Outcome.NOT_FOUND.word())) {
            names.add("proof");
        }
        return names.stream()
                .map(name -> provider.name() + "-account-" + name)
                .filter(name -> !files.begin(name))
                .map(name -> new Finding(
                        provider.folder().resolve(ProviderReader.MANIFEST),
                        0,
                        0,
                        "no route begins with direct:" + name + ", which polls call; write it in " + provider.name()
                                + "-account.camel.yaml"))
                .toList();
    }

    /** A step that takes an answer which the manifest does not describe fails with each poll. */
    private static List<Finding> unknownAnswers(Provider provider, Routes files) {
        List<String> unknown = new ArrayList<>();
        if (provider.records().single() == null) {
            unknown.add("single");
        }
        if (provider.records().list() == null) {
            unknown.add("list");
        }
        return files.said(provider.folder(), text -> unknown.stream()
                .filter(kind -> text.equals("answers." + kind))
                .map(kind -> "`records` in " + ProviderReader.MANIFEST + " has no `" + kind
                        + "`; write there where it stands"));
    }

    /** Camel takes an option that is not there for one that is not set, and what a poll does not have for a fault. */
    private static List<Finding> unknownNames(Provider provider, Routes files) {
        List<String> options = new ArrayList<>();
        provider.options().path("properties").fieldNames().forEachRemaining(options::add);
        return files.said(
                provider.folder(),
                text -> Stream.concat(
                        named(OPTION, text)
                                .filter(name -> !options.contains(name))
                                .map(name -> "`" + name + "` is none of the options in " + ProviderReader.MANIFEST
                                        + Nearest.hint(name, options)),
                        named(MEMBER, text)
                                .filter(name -> !MEMBERS.contains(name))
                                .map(name -> "a poll has no `" + name + "`" + Nearest.hint(name, MEMBERS))));
    }

    private static Stream<String> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(found ->
                        Stream.of(found.group(found.group(1) == null ? 2 : 1).split(",")))
                .map(String::strip);
    }
}
