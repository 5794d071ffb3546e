package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which fields of a provider's records are secrets, and how they are kept out. */
public final class Secrets {

    private static final Pattern SUSPICIOUS = Pattern.compile("key|secret|salt|token|password");

    /** What a value may stand behind, in JSON, XML, forms and addresses: a name in one of the three groups. */
    private static final Pattern NAME =
            Pattern.compile("\"([^\"\\\\\\n]{1,100})\"\\s*:\\s*|<([\\w:.-]{1,100})(?:\\s[^>]*)?>|([\\w.-]{1,100})=");

    private final Set<String> known;
    private final Set<String> secret;

    public Secrets(Provider provider) {
        this.known = provider.fields().keySet();
        this.secret = provider.secrets();
    }

    /** Whether a field's value must not be kept: named so by the manifest, or unknown to it and named like one. */
    public boolean isSecret(String name) {
        return secret.contains(name)
                || !known.contains(name)
                        && SUSPICIOUS.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Removes secrets at any depth. */
    public void drop(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> members =
                            object.properties().iterator();
                    members.hasNext(); ) {
                Map.Entry<String, JsonNode> member = members.next();
                if (isSecret(member.getKey())) {
                    members.remove();
                } else {
                    drop(member.getValue());
                }
            }
        } else if (node.isArray()) {
            node.forEach(this::drop);
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
            String name =
                    names.group(1) != null ? names.group(1) : names.group(2) != null ? names.group(2) : names.group(3);
            if (isSecret(name)) {
                masked.append("***");
                from = names.group(2) != null ? indexOf(text, from, "<") : endOfValue(text, from);
            }
        }
        return masked.append(text, from, text.length()).toString();
    }

    /** Behind the text, the number, or the whole object or array that begins there. */
    private static int endOfValue(String text, int from) {
        if (from < text.length() && text.charAt(from) == '"') {
            return endOfText(text, from);
        }
        if (from < text.length() && (text.charAt(from) == '{' || text.charAt(from) == '[')) {
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
        return indexOf(text, from, ",}] &<>\"\r\n\t");
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

    private static int indexOf(String text, int from, String ends) {
        int i = from;
        while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
