package dev.accountfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.config.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes read alike (architecture.md, "A route file to follow"): each failure says what to write. */
class RouteConventionsTest {

    private static final Path ROUTES = Path.of("routes");
    private static final int MAX_STEPS = 7;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?([^}:]+)(:[^}]*)?}}");
    private static final Set<String> REFERENCES =
            Set.of("ref", "objectMapper", "xmlMapper", "httpClientConfigurer", "routePolicy");

    static List<Path> files() {
        return walk(ROUTES, ".camel.yaml");
    }

    static List<Route> routes() {
        return files().stream().flatMap(file -> routes(file).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBeginsWithWhatItIsFor(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        long comment = lines.stream().takeWhile(line -> line.startsWith("# ")).count();

        assertThat(comment)
                .as("lines of the comment that says what %s is for: one to three", file)
                .isBetween(1L, 3L);
        assertThat(lines).as("%s: two spaces, no tabs", file).noneMatch(line -> line.contains("\t"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteIsNamedLikeItsFileAndItsEndpoint(Route route) {
        assertThat(route.id())
                .as("id of a route: <domain>-<action>[-<qualifier>]")
                .matches("[a-z][a-z0-9]*(-[a-z0-9]+)+");
        assertThat(route.id())
                .as("id in %s: begins with the file's name", route.file)
                .startsWith(route.prefix());
        if (route.from("direct")) {
            assertThat(route.node.at("/from/parameters/name").asText())
                    .as("the direct: name of route %s: its id", route.id())
                    .isEqualTo(route.id());
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteIsDescribedInOneSentence(Route route) {
        assertThat(route.node.path("description").asText())
                .as(
                        "description of %s: one sentence that begins with what the route does, without a full stop",
                        route.id())
                .matches("[A-Z][^.!?\\n]{10,110}");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteHasFewSteps(Route route) {
        visit(route.node, "", (pointer, node) -> {
            if (pointer.endsWith("/steps")) {
                assertThat(node.size())
                        .as(
                                "steps at %s of %s: give those that belong together a route of their own",
                                pointer, route.id())
                        .isLessThanOrEqualTo(MAX_STEPS);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void optionsStandUnderParameters(Route route) {
        visit(route.node, "", (pointer, node) -> {
            if (pointer.endsWith("/uri") && !pointer.contains("/toD/")) {
                assertThat(node.asText())
                        .as("uri at %s of %s: the scheme only, the rest under parameters", pointer, route.id())
                        .matches("[a-z-]+");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void errorsAreHandledInOnePlace(Route route) {
        // Asks whether a call works, and takes the answer for a proof: an error is what it is about.
        boolean proof = route.id().equals("account-poll-absence");
        visit(route.node, "", (pointer, node) -> assertThat(proof ? pointer.replaceAll("/do(Try|Catch)", "") : pointer)
                .as("%s: put it into routes/shared/route-configurations.camel.yaml", route.id())
                .doesNotContain("/onException", "/doTry", "/doCatch", "/onFallback"));
        if (route.from("direct") && called().anyMatch(name -> matches(name, route.id()))) {
            assertThat(route.node.at("/errorHandler/noErrorHandler").isObject()
                            || route.node.has("routeConfigurationId"))
                    .as(
                            "%s is called by another route: with `errorHandler: {noErrorHandler: {}}` the caller's"
                                    + " policy repeats the whole call",
                            route.id())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteHoldsNoScript(Route route) {
        visit(route.node, "", (pointer, node) -> assertThat(pointer)
                .as("%s: write what a route cannot say well as a bean", route.id())
                .doesNotContainPattern("/(groovy|js|javascript|python|java|mvel|ognl|script)(/|$)"));
    }

    @Test
    void noIdIsTakenTwice() {
        assertThat(routes()).map(Route::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyDirectEndpointIsCalled(Route route) {
        if (route.from("direct")) {
            assertThat(Stream.concat(called(), calledFromJava()))
                    .as("who calls direct:%s: nobody; remove the route", route.id())
                    .anyMatch(name -> matches(name, route.id()));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyCallFindsARoute(Route route) {
        List<String> ids = routes().stream().map(Route::id).toList();
        assertThat(called(route)).as("calls of %s", route.id()).allSatisfy(name -> assertThat(ids)
                .anyMatch(id -> matches(name, id)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyBeanIsBoundByTheFeed(Path file) {
        Set<String> bound = find(walk(Path.of("src/main/java"), ".java"), "\\.bind\\(\\s*\"([\\w.]+)\"");
        visit(root(file), "", (pointer, node) -> {
            String key = pointer.substring(pointer.lastIndexOf('/') + 1);
            if (node.isTextual() && REFERENCES.contains(key) && !node.asText().contains("{{")) {
                assertThat(bound)
                        .as("beans bound by Feed; %s%s names another: bind it there", file, pointer)
                        .contains(node.asText().replaceFirst("^#", ""));
            }
        });
    }

    @Test
    void everyPlaceholderIsDeclaredAndEveryDeclaredOneIsUsed() throws IOException {
        Properties declared = new Properties();
        // What is not set by default is declared all the same, behind a #.
        String text = Files.readString(Path.of("config/application.properties"));
        declared.load(new java.io.StringReader(text.replaceAll("(?m)^#([a-z]+\\.[\\w.-]+ *=)", "$1")));
        Set<String> used = find(files(), PLACEHOLDER.pattern());
        used.removeIf(name -> name.contains(":") || name.startsWith("env") || name.startsWith("sys"));

        assertThat(declared.stringPropertyNames())
                .as("declared in application.properties: a sentence, unit and default for each of these")
                .containsAll(used.stream()
                        // Given by the start, not by the user.
                        .filter(name -> !List.of("feed.config", "feed.routes", "feed.data")
                                .contains(name))
                        .toList());
        Set<String> read = find(walk(Path.of("src/main/java"), ".java"), "\"(feed\\.[a-z.-]+)\"");
        read.addAll(used);
        assertThat(declared.stringPropertyNames())
                .filteredOn(name -> name.startsWith("feed."))
                .as("settings that something reads: remove the others")
                .allMatch(read::contains);
    }

    /** Names that routes call; what is only known at run time stands as {@code *}. */
    private static Stream<String> called() {
        return routes().stream().flatMap(route -> called(route).stream());
    }

    private static List<String> called(Route route) {
        List<String> names = new ArrayList<>();
        visit(route.node, "", (pointer, node) -> {
            if (pointer.endsWith("/to") && node.path("uri").asText().equals("direct")) {
                names.add(node.at("/parameters/name").asText());
            } else if (node.isTextual() && node.asText().startsWith("direct:")) {
                names.add(node.asText().substring("direct:".length()).replaceAll("\\$\\{[^}]*}", "*"));
            }
        });
        return names;
    }

    private static Stream<String> calledFromJava() {
        return find(walk(Path.of("src/main/java"), ".java"), "\"(?:direct:)?([a-z]+-[a-z-]+)\"").stream()
                .map(name -> name.endsWith("-") ? name + "*" : name);
    }

    private static boolean matches(String name, String id) {
        return Pattern.matches(
                Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".+")), id);
    }

    private static Set<String> find(List<Path> files, String pattern) {
        Set<String> found = new LinkedHashSet<>();
        for (Path file : files) {
            try {
                Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static List<Path> walk(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode root(Path file) {
        return YamlDocument.read(file).value().orElseThrow().root();
    }

    private static List<Route> routes(Path file) {
        List<Route> routes = new ArrayList<>();
        root(file).forEach(entry -> {
            if (entry.has("route")) {
                routes.add(new Route(file, entry.path("route")));
            }
        });
        return routes;
    }

    private static void visit(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(pointer, node);
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), pointer + "/" + i, visitor);
            }
        } else {
            node.properties().forEach(member -> visit(member.getValue(), pointer + "/" + member.getKey(), visitor));
        }
    }

    private record Route(Path file, JsonNode node) {

        String id() {
            return node.path("id").asText();
        }

        boolean from(String scheme) {
            return node.at("/from/uri").asText().equals(scheme);
        }

        /** A sink's route is called by the sink's name, as the contract has it. */
        String prefix() {
            String name = file.getFileName().toString().replace(".camel.yaml", "");
            return file.startsWith(ROUTES.resolve("sinks")) ? "account-events-" + name : name;
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
