package dev.accountfeed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The providers' own documents, copied word for word, and the shipped manifests. */
public final class Seeds {

    public static final Provider VOXIMPLANT = provider("voximplant");
    public static final Provider INFOBIP = provider("infobip");

    private Seeds() {}

    /** The text of a file under {@code src/test/resources/seeds}. */
    public static String text(String name) {
        try (InputStream in = Seeds.class.getResourceAsStream("/seeds/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String name) {
        return Json.tree(text(name));
    }

    /** The 50 fields of AccountInfoType with their documented types. */
    public static Map<String, String> voximplantFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        text("voximplant-fields.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .forEach(field -> fields.put(field[0], field[1]));
        return fields;
    }

    private static Provider provider(String name) {
        return new ProviderReader().read(Path.of("routes", name)).value().orElseThrow();
    }
}
