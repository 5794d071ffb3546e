package dev.accountfeed.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A YAML file as JSON that knows where each of its values and keys stands. */
public final class YamlDocument {

    private static final Place START = new Place(1, 1);

    private final Path file;
    private final JsonNode root;
    private final Map<String, Place> values;
    private final Map<String, Place> keys;
    private final Gaps gaps;
    private final Set<String> resolved;

    /**
     * What a document lacks although it could be read: keys that are there twice, numbers that are none.
     *
     * @param pointers of the values that are null because they could not be read
     */
    record Gaps(List<Finding> findings, Set<String> pointers) {

        Gaps {
            findings = List.copyOf(findings);
            pointers = Set.copyOf(pointers);
        }
    }

    YamlDocument(Path file, JsonNode root, Map<String, Place> values, Map<String, Place> keys, Gaps gaps) {
        this(file, root, Map.copyOf(values), Map.copyOf(keys), gaps, Set.of());
    }

    private YamlDocument(
            Path file,
            JsonNode root,
            Map<String, Place> values,
            Map<String, Place> keys,
            Gaps gaps,
            Set<String> resolved) {
        this.file = file;
        this.root = root;
        this.values = values;
        this.keys = keys;
        this.gaps = gaps;
        this.resolved = resolved;
    }

    /**
     * Reads a file; what is not YAML, or says something twice, is a finding.
     *
     * <p>A document that is there in spite of findings is for more of them, not for use: its {@link Report} begins with
     * those.
     */
    public static Loaded<YamlDocument> read(Path file) {
        try {
            return parse(file, TextFile.read(file));
        } catch (NoSuchFileException e) {
            return Loaded.failed(new Finding(file, 0, 0, "there is no such file"));
        } catch (CharacterCodingException e) {
            return Loaded.failed(new Finding(file, 0, 0, "is not UTF-8 text; save it in that encoding"));
        } catch (AccessDeniedException e) {
            return Loaded.failed(new Finding(file, 0, 0, Finding.FORBIDDEN));
        } catch (IOException e) {
            return Loaded.failed(new Finding(file, 0, 0, "cannot be read: " + e.getMessage()));
        }
    }

    /** As {@link #read}, for text that is at hand. */
    public static Loaded<YamlDocument> parse(Path file, String text) {
        return new YamlReader(file).read(text);
    }

    public Path file() {
        return file;
    }

    Gaps gaps() {
        return gaps;
    }

    public JsonNode root() {
        return root;
    }

    /** The value at a JSON Pointer; a missing node where there is none. */
    public JsonNode at(String pointer) {
        return root.at(JsonPointer.valueOf(pointer));
    }

    /**
     * The same places, after placeholders were resolved.
     *
     * @param pointers of the values that held placeholders
     */
    YamlDocument resolved(JsonNode newRoot, Set<String> pointers) {
        return new YamlDocument(file, newRoot, values, keys, gaps, Set.copyOf(pointers));
    }

    /** Makes a number or a truth of a placeholder's text where the schema wants one; tells whether it did. */
    boolean retype(Mistake mistake) {
        if (!resolved.contains(mistake.pointer())) {
            return false;
        }
        JsonNode value = mistake.typed();
        JsonNode parent = at(Pointers.parent(mistake.pointer()));
        if (value != null && parent instanceof ObjectNode object) {
            object.set(Pointers.last(mistake.pointer()), value);
            return true;
        }
        return false;
    }

    /** A finding at a value; where there is none, at what should hold it. */
    public Finding atValue(String pointer, String message) {
        Place place = nearest(values, pointer);
        return new Finding(file, place.line(), place.column(), message);
    }

    /** A finding at a key; for an entry of a list, where the entry begins. */
    public Finding atKey(String pointer, String message) {
        Place place = keys.containsKey(pointer) ? keys.get(pointer) : nearest(values, pointer);
        return new Finding(file, place.line(), place.column(), message);
    }

    private static Place nearest(Map<String, Place> places, String pointer) {
        Place place = places.get(pointer);
        if (place != null) {
            return place;
        }
        return pointer.isEmpty() ? START : nearest(places, Pointers.parent(pointer));
    }
}
