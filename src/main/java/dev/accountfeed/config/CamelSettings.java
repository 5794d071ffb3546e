package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows which of Camel's own settings there are and what they take, from the descriptions in Camel's jars. */
final class CamelSettings {

    /** Those that this feed relies on; others, such as vaults, may be extended by jars that describe nothing. */
    private static final Set<String> GROUPS = Set.of("health", "main", "management", "metrics", "server", "ssl");

    /** What components and the user's own beans are told. */
    private static final Set<String> DESCRIBED_ELSEWHERE = Set.of("beans", "component", "dataformat", "language");

    private static final Set<String> SERVERS = Set.of("management.", "server.");

    private static final Set<String> HOLDERS = Set.of("object", "array");

    /** Options that name a file of keys, certificates or passwords. */
    private static final Set<String> STORES = Set.of(
            "basicPropertiesFile",
            "jwtKeystorePath",
            "keyStore",
            "sslKeystoreLocation",
            "sslTruststoreLocation",
            "trustStore");

    /** What is no file: classpath:, https: and the like. */
    private static final Pattern LOCATED = Pattern.compile("[a-z0-9]{2,}:.*");

    /** Options that take more than the values that Camel lists. */
    private static final Set<String> OPEN = Set.of("autoOffsetReset", "dumpRoutes", "profile");

    static final String NO_VALUE = "has no value; remove it, or write one";

    private static final String COMPONENT = "component.";
    private static final int LAST_PORT = 65_535;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Map<String, Option>> groups = new HashMap<>();
    private @Nullable JsonNode main;

    private record Option(String name, String type, String javaType, List<String> values) {}

    /** A setting's group with its dot, and its name there. */
    private record Key(String group, String option) {}

    /** What to say of a key that Camel does not know; empty where it does, or where that is not known here. */
    Optional<String> unknown(String name) {
        Key key = key(name);
        Map<String, Option> known = group(key);
        // What an option holds, such as an entry of a map, stands behind a dot or in brackets.
        String first = key.option().split("[.\\[]", 2)[0];
        String held = key.option().substring(first.length());
        Option holder = known.get(plain(first));
        if (holder != null
                && holder.javaType().startsWith(Map.class.getName())
                && held.lastIndexOf('.') > 0
                && held.startsWith(".")) {
            return Optional.of("a name with dots stands in brackets: write `camel." + key.group() + first + "["
                    + held.substring(1) + "]`");
        }
        if (known.isEmpty()) {
            return misspelt(name);
        }
        if ((holder != null && HOLDERS.contains(holder.type())) || known.containsKey(plain(key.option()))) {
            return Optional.empty();
        }
        List<String> names = known.values().stream().map(Option::name).sorted().toList();
        return Optional.of("Camel knows no setting `" + name + "`"
                + Nearest.to(key.option(), names)
                        .map(near -> "; did you mean `camel." + key.group() + near + "`?")
                        .orElse("; remove it"));
    }

    /** Camel passes over a group that it does not know without a word. */
    private Optional<String> misspelt(String name) {
        String[] words = name.split("\\.", 3);
        Set<String> known = new TreeSet<>(DESCRIBED_ELSEWHERE);
        main().path("groups")
                .forEach(group -> known.add(group.path("name").asText().split("\\.")[1]));
        if (words.length < 3 || known.stream().map(CamelSettings::plain).anyMatch(plain(words[1])::equals)) {
            return Optional.empty();
        }
        return Nearest.to(words[1], known)
                .map(near ->
                        "Camel knows no setting `" + name + "`; did you mean `camel." + near + "." + words[2] + "`?");
    }

    /** What is wrong with a value; empty where nothing is, or where that is not known here. */
    Optional<String> wrong(String name, String value) {
        Key key = key(name);
        Option option = group(key).get(plain(key.option()));
        // Components' options look up what begins with # among the beans.
        if (option == null || (value.startsWith("#") && key.group().startsWith(COMPONENT))) {
            return Optional.empty();
        }
        if (value.isEmpty() && key.group().startsWith(COMPONENT)) {
            return Optional.of(NO_VALUE);
        }
        if (SERVERS.contains(key.group()) && option.name().equals("path") && !value.startsWith("/")) {
            return Optional.of("must begin with a /");
        }
        // Components take durations for milliseconds.
        boolean duration = key.group().startsWith(COMPONENT)
                && option.type().equals("integer")
                && !isPort(option)
                && RouteCheck.DURATION.matcher(value).matches();
        return duration ? Optional.empty() : Optional.ofNullable(wrong(option, value));
    }

    private static @Nullable String wrong(Option option, String value) {
        if (STORES.contains(option.name()) && !isThere(value)) {
            return "names `" + value + "`, which is no file that can be read";
        }
        if (option.name().equals("configurationClasses")) {
            return Stream.of(value.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty() && !isClass(name))
                    .findFirst()
                    .map(name -> "names `" + name + "`, and there is no such class")
                    .orElse(null);
        }
        return switch (option.type()) {
            case "integer" -> wrongInteger(option, value);
            case "number" -> value.matches("[+-]?[0-9.]{1,36}(?:[eE][+-]?[0-9]{1,3})?") ? null : "must be a number";
            case "boolean" ->
                value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
                        ? null
                        : "must be one of `true`, `false`";
            case "duration" -> RouteCheck.DURATION.matcher(value).matches() ? null : RouteCheck.NO_DURATION;
            case "enum" ->
                OPEN.contains(option.name())
                                || option.values().stream()
                                        .map(CamelSettings::plain)
                                        .anyMatch(plain(value)::equals)
                        ? null
                        : "must be " + Nearest.anyOf(option.values());
            default -> null;
        };
    }

    private static boolean isThere(String location) {
        String file = location.replaceFirst("^file:(//)?", "");
        return LOCATED.matcher(file).matches()
                || (Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file)))
                || ClassLoader.getSystemResource(file) != null;
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name, false, CamelSettings.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static @Nullable String wrongInteger(Option option, String value) {
        try {
            long number = option.javaType().toLowerCase(Locale.ROOT).endsWith("long")
                    ? Long.parseLong(value)
                    : Integer.parseInt(value);
            return isPort(option) && (number < 0 || number > LAST_PORT) ? "must be from 0 to " + LAST_PORT : null;
        } catch (NumberFormatException e) {
            return "must be a whole number, without a unit";
        }
    }

    private static boolean isPort(Option option) {
        return plain(option.name()).endsWith("port");
    }

    /** As Camel compares: in any case, and with dashes or dots in the place of capital letters. */
    private static String plain(String name) {
        return name.replaceAll("[-._]", "").toLowerCase(Locale.ROOT);
    }

    private static Key key(String name) {
        String rest = name.substring("camel.".length());
        int dot = rest.indexOf('.', rest.startsWith(COMPONENT) ? COMPONENT.length() : 0);
        return new Key(rest.substring(0, dot + 1), rest.substring(dot + 1));
    }

    private Map<String, Option> group(Key key) {
        return groups.computeIfAbsent(key.group(), group -> {
            Map<String, Option> options = new HashMap<>();
            if (group.startsWith(COMPONENT)) {
                component(group.substring(COMPONENT.length(), group.length() - 1))
                        .path("componentProperties")
                        .properties()
                        .forEach(e -> add(options, e.getKey(), e.getValue()));
            } else if (GROUPS.contains(group.replace(".", ""))) {
                String start = "camel." + group;
                main().path("properties").forEach(option -> {
                    String name = option.path("name").asText();
                    if (name.startsWith(start)) {
                        add(options, name.substring(start.length()), option);
                    }
                });
            }
            return options;
        });
    }

    private JsonNode main() {
        if (main == null) {
            main = json("META-INF/camel-main-configuration-metadata.json");
        }
        return main;
    }

    private static void add(Map<String, Option> options, String name, JsonNode description) {
        List<String> values = new ArrayList<>();
        description.path("enum").forEach(value -> values.add(value.asText()));
        options.put(
                plain(name),
                new Option(
                        name,
                        description.path("type").asText(),
                        description.path("javaType").asText(),
                        values));
    }

    /** What a component's jar says of it: the file lies in the package of its class. */
    private JsonNode component(String name) {
        try (InputStream in = resource("META-INF/services/org/apache/camel/component/" + name)) {
            Properties service = new Properties();
            if (in != null) {
                service.load(in);
            }
            String type = service.getProperty("class", "");
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            return json("META-INF/" + folder + name + ".json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode json(String file) {
        try (InputStream in = resource(file)) {
            return in == null ? mapper.missingNode() : mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream resource(String file) {
        return CamelSettings.class.getClassLoader().getResourceAsStream(file);
    }
}
