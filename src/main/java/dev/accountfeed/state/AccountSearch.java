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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds known accounts for people: by a part of their id, name or e-mail address, ASCII letters in either case. */
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
        String where = source == null ? "" : " AND source = ?";
        where += text.isEmpty() ? "" : " AND (lower(id) LIKE ? ESCAPE '!' OR lower(body) LIKE ? ESCAPE '!')";
        try (PreparedStatement select = connection.prepareStatement("SELECT " + AccountTable.COLUMNS
                + ", source FROM account WHERE body IS NOT NULL AND number > ?"
                + where + " ORDER BY number LIMIT ?")) {
            int place = 1;
            select.setLong(place++, afterRow);
            if (source != null) {
                select.setString(place++, source);
            }
            if (!text.isEmpty()) {
                select.setString(place++, pattern(text));
                String quoted = Json.text(TextNode.valueOf(text));
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

    private static String pattern(String text) {
        return "%" + lower(text).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    private static boolean matches(AccountState state, String text) {
        JsonNode account = Json.tree(String.valueOf(state.account()));
        return holds(state.id(), text)
                || holds(account.path("name").asText(""), text)
                || holds(account.at("/contact/email").asText(""), text);
    }

    private static boolean holds(String value, String text) {
        return lower(value).contains(lower(text));
    }

    private static String lower(String text) {
        // SQL's lower() knows ASCII only.
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
