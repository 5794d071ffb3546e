package dev.accountfeed.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.accountfeed.account.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds known accounts for people: by a part of their id, name or e-mail address, in either case; letters beyond ASCII
 * are found as they are typed, all small, all capital or with a capital first.
 */
public final class AccountSearch {

    /** Rows that are looked at together: many may hold the text where it does not count. */
    private static final int CHUNK = 1000;

    private final Database database;

    public AccountSearch(Database database) {
        this.database = database;
    }

    /** An account and the source that it is known from. */
    public record Found(String source, AccountState state) {}

    /**
     * The next accounts that are there, by row; all of them if the text is empty.
     *
     * @param source null for all sources
     */
    public List<Found> page(@Nullable String source, String text, long afterRow, int limit) {
        List<Found> page = new ArrayList<>();
        int chunk = text.isEmpty() ? limit : Math.max(limit, CHUNK);
        long row = afterRow;
        List<Found> candidates;
        do {
            long from = row;
            candidates = database.read(connection -> candidates(connection, source, text, from, chunk));
            for (Found candidate : candidates) {
                row = candidate.state().row();
                if (page.size() < limit && matches(candidate.state(), text)) {
                    page.add(candidate);
                }
            }
        } while (page.size() < limit && candidates.size() == chunk);
        return page;
    }

    /** How many accounts are there. */
    public long count() {
        return database.read(AccountTable::countPresent);
    }

    /** One account, there or deleted. */
    public Optional<AccountState> find(String source, String id) {
        return database.read(connection -> AccountTable.find(connection, source, List.of(id))).stream()
                .findFirst();
    }

    /** Those whose JSON has the text anywhere: few enough to look at each. */
    private static List<Found> candidates(
            Connection connection, @Nullable String source, String text, long afterRow, int limit) throws SQLException {
        Set<String> forms = text.isEmpty() ? Set.of() : forms(text);
        String where = source == null ? "" : " AND source = ?";
        where += forms.stream()
                .map(form -> "lower(id) LIKE ? ESCAPE '!' OR lower(body) LIKE ? ESCAPE '!'")
                .reduce((all, next) -> all + " OR " + next)
                .map(any -> " AND (" + any + ")")
                .orElse("");
        try (PreparedStatement select = connection.prepareStatement("SELECT " + AccountTable.COLUMNS
                + ", source FROM account WHERE body IS NOT NULL AND number > ?"
                + where + " ORDER BY number LIMIT ?")) {
            int place = 1;
            select.setLong(place++, afterRow);
            if (source != null) {
                select.setString(place++, source);
            }
            for (String form : forms) {
                select.setString(place++, pattern(form));
                String quoted = Json.text(TextNode.valueOf(form));
                select.setString(place++, pattern(quoted.substring(1, quoted.length() - 1)));
            }
            select.setInt(place, limit);
            try (ResultSet row = select.executeQuery()) {
                List<Found> found = new ArrayList<>();
                while (row.next()) {
                    found.add(new Found(row.getString(9), AccountTable.state(row)));
                }
                return found;
            }
        }
    }

    /** What stands in a row, but for the case of ASCII letters, which is all that SQL's lower() knows. */
    private static Set<String> forms(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        String capital = text.toUpperCase(Locale.ROOT);
        int first = text.offsetByCodePoints(0, 1);
        String title =
                text.substring(0, first).toUpperCase(Locale.ROOT) + small.substring(small.offsetByCodePoints(0, 1));
        return Stream.of(text, small, capital, title).map(AccountSearch::lower).collect(Collectors.toSet());
    }

    private static String pattern(String form) {
        return "%" + form.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    private static boolean matches(AccountState state, String text) {
        JsonNode account = Json.tree(String.valueOf(state.account()));
        return holds(state.id(), text)
                || holds(account.path("name").asText(""), text)
                || holds(account.at("/contact/email").asText(""), text);
    }

    private static boolean holds(String value, String text) {
        return value.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 32));
            }
        }
        return lower.toString();
    }
}
