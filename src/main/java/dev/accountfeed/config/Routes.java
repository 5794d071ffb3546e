package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** Everything below {@code routes/} that Camel reads, checked without Camel. */
public final class Routes {

    /** What the name of a file of routes ends in. */
    public static final String ENDING = ".camel.yaml";

    private static final String SINK = "account-events-";
    private static final int SHORTEST_SECRET = 4;
    private static final String REPLAY = "-replay";

    private static final Set<String> APPLICATION = Set.of("triggers", "sinks");

    /** Settings that are no secrets: their values are words such as file and true. */
    private static final Pattern OPEN =
            Pattern.compile("(?:feed|camel\\.(?:main|server|management))\\.(?![^:]*(?i:token|password))");

    private final Path folder;
    private final List<RouteFile> files = new ArrayList<>();
    private final List<Finding> unreadable = new ArrayList<>();
    private final List<Finding> overlooked = new ArrayList<>();
    private final Map<Boolean, Set<String>> consumed = new HashMap<>();

    private Routes(Path folder) {
        this.folder = folder;
    }

    /** Reads every {@code *.camel.yaml} in the folder and below; what is no YAML is found by {@link #check}. */
    public static Routes read(Path folder) {
        Routes routes = new Routes(folder);
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : paths.filter(path -> !isHidden(folder.relativize(path)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                Overlooked.of(folder, path).ifPresent(routes.overlooked::add);
                if (path.toString().endsWith(ENDING)) {
                    routes.add(path);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            routes.unreadable.add(unreadable(folder, e));
        }
        return routes;
    }

    /** Of the folder itself, or of one below it: the fault names it. */
    public static Finding unreadable(Path folder, Exception fault) {
        Throwable reason = Objects.requireNonNullElse(fault.getCause(), fault);
        return new Finding(folder, 0, 0, "is not a folder that can be read: " + reason.getMessage());
    }

    private void add(Path file) {
        Loaded<YamlDocument> loaded = YamlDocument.read(file);
        loaded.value()
                .ifPresentOrElse(
                        document -> files.add(new RouteFile(document)), () -> unreadable.addAll(loaded.findings()));
    }

    /** What to say of each file that looks as if it were read, and is not. */
    public List<Finding> overlooked() {
        return overlooked;
    }

    /** Whether a path holds a name that begins with a dot, as the versions behind a ConfigMap's links do. */
    public static boolean isHidden(Path path) {
        for (Path part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file, as a path below the folder, is one of the application's triggers and sinks, and not of polls. */
    public static boolean isOfApplication(Path file) {
        return APPLICATION.contains(file.getName(0).toString());
    }

    /**
     * Names of the sinks that have a route: what follows {@code direct:account-events-}, replays aside.
     *
     * <p>A file that could not be read may hold those that are shipped.
     */
    public Set<String> sinks() {
        Set<String> sinks = consumed(true).stream()
                .filter(name -> name.startsWith(SINK) && !name.endsWith(REPLAY))
                .map(name -> name.substring(SINK.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!whole()) {
            sinks.addAll(SettingsReader.SHIPPED_SINKS);
        }
        return sinks;
    }

    /**
     * Everything that is wrong with the routes.
     *
     * @param placeholders Camel's {@code resolvePropertyPlaceholders}
     * @param schema whether to check against Camel's schema too, which tells places that Camel's own parser does not
     */
    public List<Finding> check(UnaryOperator<String> placeholders, boolean schema) {
        List<Finding> findings = new ArrayList<>(unreadable);
        SchemaCheck camel = schema && !files.isEmpty() ? SchemaCheck.ofRoutes() : null;
        Map<String, String> ids = new HashMap<>();
        for (RouteFile file : files) {
            Report report = new Report(file.document());
            if (camel != null) {
                camel.check(file.document(), "", report);
            }
            new RouteCheck(file, report, placeholders).check(ids);
            // A file that could not be read may hold what seems to be missing.
            if (whole()) {
                calls(file, report);
                configurations(file, report);
            }
            findings.addAll(report.findings());
        }
        return findings;
    }

    /**
     * The place that somebody else's words are about: the value that they name first, or the key that they are.
     *
     * @param routeId where to look; null for everywhere
     */
    public Optional<Finding> named(
            @Nullable String routeId, String words, UnaryOperator<String> placeholders, String message) {
        Finding best = null;
        int first = Integer.MAX_VALUE;
        for (RouteFile file : files) {
            Optional<String> key = file.key(routeId, words.lines().findFirst().orElse(""));
            if (key.isPresent()) {
                return Optional.of(file.document().atKey(key.get(), message));
            }
            for (RouteFile.Reference text : file.textsOf(routeId)) {
                String value = Placeholders.resolve(text.name(), placeholders, problem -> {})
                        .orElse("");
                int at = index(words, value);
                if (at >= 0 && at < first) {
                    first = at;
                    best = file.document().atValue(text.pointer(), message);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The place of a route, where it is known. */
    public Optional<Finding> route(@Nullable String routeId, String message) {
        return routeId == null
                ? Optional.empty()
                : files.stream()
                        .flatMap(file ->
                                file.route(routeId).map(at -> file.document().atKey(at, message)).stream())
                        .findFirst();
    }

    /**
     * What is to be said of the texts in a folder's files, where they stand.
     *
     * @param messages about one text
     */
    public List<Finding> said(Path folder, Function<String, Stream<String>> messages) {
        return files.stream()
                .filter(file -> file.document().file().startsWith(folder))
                .flatMap(file -> file.textsOf(null).stream().flatMap(one -> messages.apply(one.name())
                        .map(message -> file.document().atValue(one.pointer(), message))))
                .toList();
    }

    /** The endpoints of a component that do not say what it requires of each. */
    public List<Finding> lacking(String component, String option) {
        List<Finding> findings = new ArrayList<>();
        for (RouteFile file : files) {
            YamlDocument document = file.document();
            file.texts((pointer, text) -> {
                JsonNode given = document.at(Pointers.parent(pointer) + "/parameters/" + option);
                if (Pointers.last(pointer).equals("uri")
                        && text.equals(component)
                        && (given.isMissingNode()
                                || given.isNull()
                                || given.asText().isBlank())) {
                    findings.add(document.atValue(
                            pointer, "`" + component + "` lacks `" + option + "`; write it under `parameters`"));
                }
            });
        }
        return findings;
    }

    /** The words with *** for every value that a placeholder in the routes stands for and that may be a secret. */
    public String withoutValues(String words, UnaryOperator<String> placeholders) {
        List<String> values = new ArrayList<>();
        files.forEach(file -> file.texts((pointer, text) -> {
            Matcher placeholder = Placeholders.PLACEHOLDER.matcher(text);
            while (placeholder.find()) {
                if (!OPEN.matcher(placeholder.group(1).strip()).lookingAt()) {
                    Placeholders.resolve(placeholder.group(), placeholders, problem -> {})
                            .ifPresent(values::add);
                }
            }
        }));
        String masked = words;
        for (String value : values) {
            masked = value.length() < SHORTEST_SECRET ? masked : masked.replace(value, "***");
        }
        return masked;
    }

    /** Whether the words hold the text as a word of its own. */
    public static boolean holds(String words, String text) {
        return index(words, text) >= 0;
    }

    /** Where the words hold the text as a word of its own. */
    private static int index(String words, String text) {
        if (text.isBlank()) {
            return -1;
        }
        Matcher found = Pattern.compile("(?<![\\w.-])" + Pattern.quote(text.strip()) + "(?![\\w-])")
                .matcher(words);
        return found.find() ? found.start() : -1;
    }

    private void calls(RouteFile file, Report report) {
        boolean application = isOfApplication(file);
        Set<String> begun = consumed(application);
        for (RouteFile.Reference call : file.directProducers()) {
            if (!begun.contains(call.name())) {
                String elsewhere = application
                        ? " in triggers/ or sinks/; routes of polls cannot be called from here"
                        : " outside of triggers/ and sinks/, which cannot be called from here";
                report.atValue(
                        call.pointer(),
                        "no route begins with direct:" + call.name()
                                + (consumed(!application).contains(call.name())
                                        ? elsewhere
                                        : Nearest.meant(call.name(), begun)));
            }
        }
    }

    /** Camel goes on without error handling where the configuration that a route names is not there. */
    private void configurations(RouteFile file, Report report) {
        Set<String> there = files.stream()
                .filter(other -> isOfApplication(other) == isOfApplication(file))
                .flatMap(other -> other.configurations().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (RouteFile.Reference use : file.configurationsUsed()) {
            for (String id : use.name().split(",")) {
                if (!id.contains("{{") && there.stream().noneMatch(one -> PatternHelper.matchPattern(one, id))) {
                    report.atValue(
                            use.pointer(),
                            "there is no route configuration `" + id + "`"
                                    + (isOfApplication(file)
                                            ? " in triggers/ or sinks/"
                                            : " outside of triggers/ and sinks/")
                                    + Nearest.hint(id, there));
                }
            }
        }
    }

    /** Whether a route begins with {@code direct:<name>}; a file that could not be read may hold it. */
    public boolean begin(String name) {
        return !whole() || consumed(false).contains(name);
    }

    /** Whether a file in the folder holds a route; a file that could not be read may hold it. */
    public boolean in(Path folder) {
        return !whole()
                || files.stream()
                        .filter(file -> file.document().file().startsWith(folder))
                        .anyMatch(file -> !file.routes().isEmpty());
    }

    /** Whether every word of every file was read: what seems to be missing may stand in one that was not. */
    private boolean whole() {
        return unreadable.isEmpty()
                && files.stream()
                        .allMatch(file -> file.document().gaps().findings().isEmpty());
    }

    /** Names that routes begin with, of the application's context or of that of the polls. */
    private Set<String> consumed(boolean application) {
        return consumed.computeIfAbsent(application, one -> files.stream()
                .filter(file -> isOfApplication(file) == one)
                .flatMap(file -> file.directConsumers().stream())
                .map(RouteFile.Reference::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private boolean isOfApplication(RouteFile file) {
        return isOfApplication(folder.relativize(file.document().file()));
    }
}
