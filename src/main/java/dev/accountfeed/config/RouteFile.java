package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One file of routes, and what can be found in it without Camel. */
final class RouteFile {

    private final YamlDocument document;

    RouteFile(YamlDocument document) {
        this.document = document;
    }

    YamlDocument document() {
        return document;
    }

    /** Something that a file refers to, and where. */
    record Reference(String pointer, String name) {}

    /** JSON Pointers of the routes, those of templates included. */
    List<String> routes() {
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < document.root().size(); i++) {
            String entry = Pointers.child("", i);
            for (String form : List.of("/route", "/from", "/routeTemplate/route", "/routeTemplate/from")) {
                if (!document.at(entry + form).isMissingNode()) {
                    routes.add(entry + form);
                }
            }
        }
        return routes;
    }

    /** Where the route of that id stands. */
    Optional<String> route(String id) {
        return routes().stream()
                .filter(route -> document.at(route + "/id").asText().equals(id))
                .findFirst();
    }

    /** The texts of the route of that id; all texts of the file where it is null. */
    List<Reference> textsOf(@Nullable String routeId) {
        List<Reference> found = new ArrayList<>();
        Optional<String> route = routeId == null ? Optional.of("") : route(routeId);
        route.ifPresent(
                start -> texts(document.at(start), start, (pointer, text) -> found.add(new Reference(pointer, text))));
        return found;
    }

    /** Where the first key of that name stands in the route of that id, or in the file where it is null. */
    Optional<String> key(@Nullable String routeId, String name) {
        Optional<String> route = routeId == null ? Optional.of("") : route(routeId);
        return route.flatMap(start -> key(document.at(start), start, name));
    }

    private static Optional<String> key(JsonNode node, String pointer, String name) {
        if (node.has(name)) {
            return Optional.of(Pointers.child(pointer, name));
        }
        if (node.isArray()) {
            return IntStream.range(0, node.size())
                    .mapToObj(i -> key(node.get(i), Pointers.child(pointer, i), name))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return node.properties().stream()
                .map(e -> key(e.getValue(), Pointers.child(pointer, e.getKey()), name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The parameters that the templates of the file declare. */
    Set<String> templateParameters() {
        return StreamSupport.stream(document.root().spliterator(), false)
                .flatMap(entry -> StreamSupport.stream(
                        entry.at("/routeTemplate/parameters").spliterator(), false))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    /** Ids of the route configurations in the file. */
    List<String> configurations() {
        return StreamSupport.stream(document.root().spliterator(), false)
                .map(entry -> entry.at("/routeConfiguration/id").asText())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** The route configurations that routes name: patterns, with commas between them. */
    List<Reference> configurationsUsed() {
        List<Reference> found = new ArrayList<>();
        texts((pointer, text) -> {
            if (Pointers.last(pointer).equals("routeConfigurationId")) {
                found.add(new Reference(pointer, text));
            }
        });
        return found;
    }

    /** Names of the direct endpoints that routes begin with. */
    List<Reference> directConsumers() {
        return direct(true);
    }

    /** Names of the direct endpoints that routes call; those that are only known at run time are left out. */
    List<Reference> directProducers() {
        return direct(false);
    }

    private List<Reference> direct(boolean consumers) {
        List<Reference> found = new ArrayList<>();
        texts((pointer, text) -> {
            boolean named = Pointers.last(pointer).equals("uri");
            boolean from =
                    Pointers.last(named ? Pointers.parent(pointer) : pointer).equals("from");
            boolean endpoint = text.startsWith("direct:") || (named && text.equals("direct"));
            if (endpoint && from == consumers) {
                directName(pointer, text).ifPresent(name -> found.add(new Reference(pointer, name)));
            }
        });
        return found;
    }

    private Optional<String> directName(String pointer, String uri) {
        String name = uri.startsWith("direct:")
                ? uri.substring("direct:".length()).replaceFirst("^//", "").replaceFirst("\\?.*", "")
                : document.at(Pointers.parent(pointer) + "/parameters/name").asText();
        return name.isEmpty() || name.contains("{{") || name.contains("${") ? Optional.empty() : Optional.of(name);
    }

    /** Visits every text in the file. */
    void texts(BiConsumer<String, String> visitor) {
        texts(document.root(), "", visitor);
    }

    private static void texts(JsonNode node, String pointer, BiConsumer<String, String> visitor) {
        if (node.isTextual()) {
            visitor.accept(pointer, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                texts(node.get(i), Pointers.child(pointer, i), visitor);
            }
        } else {
            node.properties().forEach(e -> texts(e.getValue(), Pointers.child(pointer, e.getKey()), visitor));
        }
    }
}
