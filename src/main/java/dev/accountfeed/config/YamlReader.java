package dev.accountfeed.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns the text of one YAML file into JSON with places. */
final class YamlReader {

    // Generous for what people write, and small enough that aliases of aliases end soon.
    private static final int MAX_NODES = 200_000;
    private static final int MAX_DEPTH = 100;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .build();

    private final Path file;
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> unread = new HashSet<>();
    private int nodes;

    YamlReader(Path file) {
        this.file = file;
    }

    Loaded<YamlDocument> read(String text) {
        try {
            requireShallow(text);
            Optional<Node> node = new Compose(SETTINGS).composeString(text);
            JsonNode root = node.isPresent() ? convert(node.get(), "", Set.of()) : NullNode.getInstance();
            return new Loaded<>(
                    Optional.of(new YamlDocument(file, root, values, keys, new YamlDocument.Gaps(findings, unread))),
                    findings);
        } catch (YamlEngineException e) {
            return Loaded.failed(YamlWords.finding(file, text, e));
        } catch (Refused e) {
            return Loaded.failed(new Finding(file, e.place.line(), e.place.column(), e.words));
        }
    }

    /** The composer calls itself for every level: only the parser below it survives ten thousand brackets. */
    private static void requireShallow(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw new Refused(YamlWords.place(event.getStartMark()), "is nested too deeply");
            }
        }
    }

    private JsonNode convert(Node node, String pointer, Set<Node> parents) {
        Place place = YamlWords.place(node.getStartMark());
        values.putIfAbsent(pointer, place);
        if (++nodes > MAX_NODES) {
            throw new Refused(place, "holds too much; aliases (*name) that repeat aliases grow without end");
        }
        if (parents.contains(node)) {
            throw new Refused(place, "an alias (*name) stands for what holds it; write the value out");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, pointer, place);
        }
        Set<Node> below = new HashSet<>(parents);
        below.add(node);
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node entry : sequence.getValue()) {
                array.add(convert(entry, Pointers.child(pointer, array.size()), below));
            }
            return array;
        }
        return object((MappingNode) node, pointer, below);
    }

    private ObjectNode object(MappingNode mapping, String pointer, Set<Node> parents) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = YamlWords.place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Refused(
                        place, "a key must be plain text; put a {{placeholder}} in quotes: \"{{placeholder}}\"");
            }
            String name = key.getValue();
            String child = Pointers.child(pointer, name);
            if (object.has(name)) {
                Place first = keys.getOrDefault(child, place);
                String called = object.path(name).isNull() ? "a key without a value" : "`" + name + "`";
                findings.add(new Finding(
                        file,
                        place.line(),
                        place.column(),
                        called + " stands here twice, first in line " + first.line() + "; keep one of them"));
                continue;
            }
            keys.put(child, place);
            object.set(name, convert(tuple.getValueNode(), child, parents));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode scalar, String pointer, Place place) {
        try {
            return YamlScalars.convert(scalar);
        } catch (IllegalArgumentException e) {
            findings.add(new Finding(file, place.line(), place.column(), String.valueOf(e.getMessage())));
            unread.add(pointer);
            return NullNode.getInstance();
        }
    }

    /** Ends the reading of a file that is not worth a second look. */
    private static final class Refused extends RuntimeException {
        private final Place place;
        private final String words;

        Refused(Place place, String words) {
            super(words);
            this.place = place;
            this.words = words;
        }
    }
}
