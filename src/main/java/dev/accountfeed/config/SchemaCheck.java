package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks documents against one JSON Schema and says in plain words what is wrong where. */
public final class SchemaCheck {

    // Of several keywords that one value violates the first is told: the others mostly follow from it.
    private static final List<String> WEIGHT = List.of("type", "enum", "const", "minLength", "maxLength", "pattern");

    /** Large, slow to read, and needed once more only if the next save is broken too. */
    private static SoftReference<SchemaCheck> routes = new SoftReference<>(null);

    private final JsonNode schema;
    private final JsonSchema compiled;
    private final boolean textsWillDo;

    private SchemaCheck(JsonNode schema, VersionFlag version, boolean textsWillDo) {
        this.schema = schema;
        this.textsWillDo = textsWillDo;
        this.compiled = JsonSchemaFactory.getInstance(version)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                .preloadJsonSchema(false)
                                .build());
    }

    /** For a schema at hand, in draft 2020-12. */
    public static SchemaCheck of(JsonNode schema) {
        return new SchemaCheck(schema, VersionFlag.V202012, false);
    }

    /** For a schema on the class path. */
    public static SchemaCheck resource(String name) {
        return of(read(name));
    }

    /** For Camel's schema of routes. Camel reads every scalar as text: {@code "true"} will do where it says boolean. */
    static synchronized SchemaCheck ofRoutes() {
        SchemaCheck known = routes.get();
        if (known == null) {
            known = new SchemaCheck(read("/schema/camelYamlDsl.json"), VersionFlag.V4, true);
            routes = new SoftReference<>(known);
        }
        return known;
    }

    private static JsonNode read(String name) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reports everything that is wrong at and below {@code pointer} of the document. */
    public void check(YamlDocument document, String pointer, Report report) {
        List<Mistake> mistakes = mistakes(document, pointer);
        if (mistakes.stream().filter(document::retype).count() > 0) {
            mistakes = mistakes(document, pointer);
        }
        for (Mistake mistake : mistakes) {
            SchemaWords.tell(mistake, report);
        }
    }

    /** Whether a value has nothing wrong. */
    public boolean accepts(JsonNode value) {
        return compiled.validate(value).isEmpty();
    }

    private List<Mistake> mistakes(YamlDocument document, String pointer) {
        List<Mistake> all = compiled.validate(document.at(pointer)).stream()
                .map(message -> Mistake.of(message, pointer, schema))
                .filter(mistake -> document.gaps().pointers().stream().noneMatch(mistake::follows))
                // What a placeholder stands for is not known here, or has been found missing.
                .filter(mistake -> !mistake.value().isTextual()
                        || !mistake.value().asText().contains("{{"))
                .filter(mistake -> !textsWillDo || mistake.typed() == null)
                .toList();
        return withoutConsequences(Choices.reduce(all));
    }

    static List<Mistake> withoutConsequences(List<Mistake> mistakes) {
        Set<String> meant = new HashSet<>();
        for (Mistake mistake : mistakes) {
            if (mistake.keyword().equals("additionalProperties") && mistake.property() != null) {
                Nearest.to(mistake.property(), mistake.known())
                        .ifPresent(name -> meant.add(Pointers.child(mistake.pointer(), name)));
            }
        }
        List<Mistake> result = new ArrayList<>();
        for (Mistake mistake : mistakes) {
            boolean misspelt = mistake.keyword().equals("required")
                    && mistake.property() != null
                    && meant.contains(Pointers.child(mistake.pointer(), mistake.property()));
            if (!misspelt && mistakes.stream().noneMatch(other -> outweighs(other, mistake))) {
                result.add(mistake);
            }
        }
        return result;
    }

    private static boolean outweighs(Mistake heavy, Mistake light) {
        int weight = WEIGHT.indexOf(heavy.keyword());
        int other = WEIGHT.indexOf(light.keyword());
        return heavy.pointer().equals(light.pointer()) && weight >= 0 && (other < 0 || weight < other);
    }
}
