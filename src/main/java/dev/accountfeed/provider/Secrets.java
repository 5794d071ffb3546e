package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which fields of a provider's records are secrets, and how they are kept out. */
public final class Secrets {

    private static final List<String> SUSPICIOUS = List.of("key", "secret", "salt", "token", "password");

    /**
     * What a value may stand behind: a JSON name, its quotes escaped where the JSON is itself a text; the beginning of
     * an XML tag; the name of an attribute, of a form's field or of whatever else is told with a colon or an equals
     * sign, in quotes or not.
     */
    private static final Pattern NAME = Pattern.compile(
            "(?<escape>\\\\{0,31})\"(?<json>(?:[^\"\\\\\\n]|\\\\u[0-9a-fA-F]{4}){1,100})\\k<escape>\"\\s*:\\s*"
                    + "|<(?<xml>[\\w:.-]{1,100})(?=[\\s/>])"
                    + "|(?<field>[\\w.-]{1,100}+)(?:['\"]|&quot;)?\\s{0,10}+(?:=>|=|:|%3[AaDd])\\s{0,10}+");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** What stands before a value and is none itself: a scheme, or the rest of a name with a colon in it. */
    private static final Pattern BEFORE =
            Pattern.compile("(?:Bearer|Basic|App)\\s{1,10}|[\\w.-]{1,100}=", Pattern.CASE_INSENSITIVE);

    private static final String QUOTE = "&quot;";
    private static final String MASK = "***";

    private final Set<String> known;
    private final Set<String> secret;

    public Secrets(Provider provider) {
        this.known = provider.fields().keySet();
        this.secret = provider.secrets();
    }

    /** Whether a field's value must not be kept: named so by the manifest, or unknown to it and named like one. */
    public boolean isSecret(String name) {
        return secret.contains(name) || (!known.contains(name) && isSuspicious(name));
    }

    private static boolean isSuspicious(String name) {
        // Asked for every field of every record, where a pattern takes several times as long.
        String lower = name.toLowerCase(Locale.ROOT);
        for (String word : SUSPICIOUS) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Removes a record's secrets at any depth; the manifest knows the names of its own fields only. */
    public void drop(JsonNode record) {
        hide(record, true, null);
    }

    /** Masks a record's secrets at any depth. */
    public void mask(JsonNode record) {
        hide(record, true, TextNode.valueOf(MASK));
    }

    private void hide(JsonNode node, boolean record, @Nullable JsonNode mask) {
        if (node instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> members =
                            object.properties().iterator();
                    members.hasNext(); ) {
                Map.Entry<String, JsonNode> member = members.next();
                String name = member.getKey();
                boolean hidden = record ? isSecret(name) : secret.contains(name) || isSuspicious(name);
                if (!hidden) {
                    hide(member.getValue(), false, mask);
                } else if (mask == null) {
                    members.remove();
                } else {
                    member.setValue(mask);
                }
            }
        } else if (node.isArray()) {
            node.forEach(child -> hide(child, false, mask));
        }
    }

    /** The text of an answer, readable or not, with the values of secret fields masked. */
    public String mask(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        Matcher names = NAME.matcher(text);
        int from = 0;
        while (names.find(from)) {
            masked.append(text, from, names.end());
            from = names.end();
            if (names.group("json") != null && isSecret(unescaped(names.group("json")))) {
                masked.append(MASK);
                from = endOfValue(text, from, names.group("escape"));
            } else if (names.group("xml") != null && isSecret(names.group("xml"))) {
                from = maskElement(text, from, names.group("xml"), masked);
            } else if (names.group("field") != null && isSecret(names.group("field"))) {
                masked.append(MASK);
                from = endOfField(text, from);
            }
        }
        return masked.append(text, from, text.length()).toString();
    }

    private static String unescaped(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Masks attributes and content of the element whose tag has begun; returns where its end tag begins. */
    private static int maskElement(String text, int from, String name, StringBuilder masked) {
        int end = indexOf(text, from, ">");
        boolean empty = end > from && text.charAt(end - 1) == '/';
        if (!text.substring(from, empty ? end - 1 : end).isBlank()) {
            masked.append(' ').append(MASK);
        }
        if (empty || end == text.length()) {
            return empty ? end - 1 : end;
        }
        masked.append('>').append(MASK);
        return endOfElement(text, end + 1, name);
    }

    private static int endOfElement(String text, int from, String name) {
        Matcher tags = Pattern.compile("<(/?)" + Pattern.quote(name) + "(?=[\\s/>])[^>]*?(/?)>")
                .matcher(text);
        int depth = 1;
        for (int at = from; tags.find(at); at = tags.end()) {
            if (!tags.group(1).isEmpty()) {
                depth--;
            } else if (tags.group(2).isEmpty()) {
                depth++;
            }
            if (depth == 0) {
                return tags.start();
            }
        }
        return text.length();
    }

    private static int endOfField(String text, int begin) {
        Matcher before = BEFORE.matcher(text).region(begin, text.length());
        int from = before.lookingAt() ? before.end() : begin;
        if (text.startsWith(QUOTE, from)) {
            int end = text.indexOf(QUOTE, from + QUOTE.length());
            return end < 0 ? text.length() : end + QUOTE.length();
        }
        if (from < text.length() && (text.charAt(from) == '{' || text.charAt(from) == '[')) {
            return endOfContainer(text, from);
        }
        if (from < text.length() && text.charAt(from) == '"') {
            return endOfText(text, from);
        }
        if (from < text.length() && text.charAt(from) == '\'') {
            int end = text.indexOf(text.charAt(from), from + 1);
            return end < 0 ? text.length() : end + 1;
        }
        return indexOf(text, from, ",}] &<>\"\r\n\t");
    }

    /** Behind the text, the number, or the whole object or array that begins there. */
    private static int endOfValue(String text, int from, String escape) {
        if (text.startsWith(escape + "\"", from)) {
            return escape.isEmpty() ? endOfText(text, from) : endOfEscapedText(text, from, escape);
        }
        if (from < text.length() && (text.charAt(from) == '{' || text.charAt(from) == '[')) {
            return endOfContainer(text, from);
        }
        return indexOf(text, from, ",}] &<>\"\r\n\t");
    }

    private static int endOfContainer(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = endOfText(text, i) - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int endOfText(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Of a text within a text: a quote of its own has more backslashes before it. */
    private static int endOfEscapedText(String text, int from, String escape) {
        String quote = escape + '"';
        int end = text.indexOf(quote, from + quote.length());
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end = text.indexOf(quote, end + 1);
        }
        return end < 0 ? text.length() : end + quote.length();
    }

    private static int indexOf(String text, int from, String ends) {
        int i = from;
        while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
