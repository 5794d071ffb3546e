package dev.accountfeed.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what somebody meant who wrote something else. */
public final class Nearest {

    private static final int MAX_LISTED = 12;

    private Nearest() {}

    /** The known name that differs from {@code written} in few letters only. */
    public static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(written, name) <= Math.max(1, Math.max(name.length(), written.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(name -> name));
    }

    /** {@code ; did you mean `x`?}, or else nothing. */
    public static String meant(String written, Collection<String> known) {
        return to(written, known)
                .filter(name -> !name.equals(written))
                .map(Nearest::question)
                .orElse("");
    }

    /** {@code ; did you mean `x`?}, or else what is known at all. */
    public static String hint(String written, Collection<String> known) {
        return to(written, known)
                .map(Nearest::question)
                .orElseGet(() -> known.isEmpty() ? "; remove it" : "; write " + anyOf(List.copyOf(known)));
    }

    private static String question(String name) {
        return "; did you mean `" + name + "`?";
    }

    /** {@code one of a, b, c}; for a long list only its beginning. */
    static String anyOf(List<String> names) {
        if (names.size() == 1) {
            return "`" + names.get(0) + "`";
        }
        return "one of "
                + names.stream().limit(MAX_LISTED).map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + (names.size() > MAX_LISTED ? " …" : "");
    }

    private static int distance(String a, String b) {
        // An abbreviation is as near as a slip of one letter.
        if (a.length() >= 3 && b.startsWith(a) && !a.equals(b)) {
            return 1;
        }
        // Case, dashes and swapped letters are what people get wrong first: they weigh less than other letters.
        int distance = LevenshteinDistance.getDefaultInstance().apply(fold(a), fold(b));
        boolean swapped = distance == 2 && sorted(fold(a)).equals(sorted(fold(b)));
        return swapped || (distance == 0 && !a.equals(b)) ? 1 : distance;
    }

    private static String sorted(String text) {
        char[] letters = text.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
