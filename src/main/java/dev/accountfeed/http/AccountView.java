package dev.accountfeed.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.state.AccountState;
import org.jspecify.annotations.Nullable;

/**
 * A known account in {@code GET /api/accounts}.
 *
 * @param deleted whether its delete has been sent
 * @param missed whole polls in a row that missed it
 * @param held why its delete is held back; null if it is not
 * @param account the canonical account as last sent; null in lists, and after its delete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        String source,
        String id,
        @Nullable String name,
        @Nullable String status,
        @Nullable JsonNode balance,
        boolean deleted,
        long revision,
        int missed,
        @Nullable String held,
        @Nullable JsonNode account) {

    static AccountView brief(String source, AccountState state) {
        return of(source, state, AccountsApi.account(state), false);
    }

    static AccountView whole(String source, AccountState state) {
        return of(source, state, AccountsApi.account(state), true);
    }

    private static AccountView of(String source, AccountState state, @Nullable JsonNode account, boolean whole) {
        return new AccountView(
                source,
                state.id(),
                account == null ? null : account.path("name").asText(null),
                account == null ? null : account.path("status").asText(null),
                account == null ? null : account.get("balance"),
                account == null,
                state.revision(),
                state.missed(),
                state.held(),
                whole ? account : null);
    }
}
