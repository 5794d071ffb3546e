package dev.accountfeed.faults;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A source of the matrix: one form of one provider's answer. */
enum Form {
    VOX("vox", "", ""),
    ONE_JSON("one-json", "json", ", key: " + Form.A),
    ONE_XML("one-xml", "xml", ", key: " + Form.A),
    OWN_JSON("own-json", "json", ", key: _"),
    OWN_XML("own-xml", "xml", ", key: _"),
    LIST_JSON("list-json", "json", ""),
    LIST_XML("list-xml", "xml", ""),
    LIST_API_KEY("list-api-key", "json", "");

    static final String A = "EF04794F718A3FC8C6DFA0B215B2CF24";
    static final String OWN = "28A3FC8C615B2CF24E1DFA0BF04794F7";
    static final String VOXIMPLANT = "3456750";

    private static final String INFOBIP =
            "  - {id: %1$s, provider: infobip, url: $SANDBOX, every: 3000d, options: {format: %2$s%3$s}, credentials: {%4$s}}\n";

    private final String id;
    private final String format;
    private final String options;

    Form(String id, String format, String options) {
        this.id = id;
        this.format = format;
        this.options = options;
    }

    String id() {
        return id;
    }

    boolean isVoximplant() {
        return this == VOX;
    }

    boolean isList() {
        return id.startsWith("list");
    }

    /** Whether the form has all of the words, such as {@code infobip single}. */
    boolean is(String words) {
        Set<String> mine = new TreeSet<>(Set.of("all", isList() ? "lists" : "single"));
        mine.add(isVoximplant() ? "voximplant" : "infobip");
        mine.add(format.equals("xml") ? "xml" : "json");
        Set<String> wanted = Set.of(words.toLowerCase(Locale.ROOT).split(" "));
        if (!KNOWN.containsAll(wanted)) {
            throw new IllegalArgumentException(words + ": known words are " + KNOWN);
        }
        return mine.containsAll(wanted);
    }

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("all", "lists", "single", "voximplant", "infobip", "json", "xml"));

    /** As the sandbox knows who calls. */
    String caller() {
        return isVoximplant() ? VOXIMPLANT : this == LIST_API_KEY ? "api key" : id;
    }

    String account() {
        return isVoximplant() ? VOXIMPLANT : id.startsWith("own") ? OWN : A;
    }

    /** The source's entry in an inventory. */
    String entry() {
        if (isVoximplant()) {
            return "  - {id: vox, provider: voximplant, url: $VOXIMPLANT, every: 3000d, credentials: {file: $CREDENTIALS}}\n";
        }
        String credentials = this == LIST_API_KEY ? "apiKey: sandbox-api-key" : "username: " + id + ", password: pw";
        return String.format(INFOBIP, id, format, options, credentials);
    }
}
