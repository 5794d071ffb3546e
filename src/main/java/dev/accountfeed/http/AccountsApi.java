package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.state.AccountSearch;
import dev.accountfeed.state.AccountSearch.Found;
import dev.accountfeed.state.AccountState;
import java.util.List;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** {@code /api/accounts}. */
public final class AccountsApi {

    private static final int MAX_TEXT = 200;

    private final AccountSearch search;

    AccountsApi(AccountSearch search) {
        this.search = search;
    }

    /** The accounts that are there, those with {@code q} in id, name or e-mail address only. */
    public Page<AccountView> list(
            @Header("q") @Nullable String q,
            @Header("after") @Nullable String after,
            @Header("limit") @Nullable String limit) {
        String text = q == null ? "" : q.strip();
        if (text.length() > MAX_TEXT) {
            throw new ApiException(400, "q must not have more than " + MAX_TEXT + " characters");
        }
        int most = Page.limit(limit);
        List<Found> found = search.page(text, Page.number("after", after, 0), most + 1);
        Page<Found> page = Page.of(found, most, last -> last.state().row());
        return new Page<>(
                page.items().stream()
                        .map(one -> AccountView.brief(one.source(), one.state()))
                        .toList(),
                page.next());
    }

    /** One account with all that is known of it. */
    public AccountView one(@Header("source") String source, @Header("id") String id) {
        AccountState state = search.find(source, id)
                .orElseThrow(() -> new ApiException(404, "no account of this id is known from this source"));
        return AccountView.whole(source, state);
    }

    static @Nullable JsonNode account(AccountState state) {
        String json = state.account();
        return json == null ? null : Json.tree(json);
    }
}
