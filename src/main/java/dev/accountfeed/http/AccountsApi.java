package dev.accountfeed.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.accountfeed.account.Json;
import dev.accountfeed.event.StoredEvent;
import dev.accountfeed.state.AccountSearch;
import dev.accountfeed.state.AccountSearch.Found;
import dev.accountfeed.state.AccountState;
import dev.accountfeed.state.EventLog;
import java.util.List;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** {@code /api/accounts}. */
public final class AccountsApi {

    private static final int MAX_TEXT = 200;

    private final AccountSearch search;
    private final EventLog log;

    AccountsApi(AccountSearch search, EventLog log) {
        this.search = search;
        this.log = log;
    }

    /** The accounts that are there, those with {@code q} in id, name or e-mail address only, and of one source only. */
    public Page<AccountView> list(
            @Header("of") @Nullable String source,
            @Header("q") @Nullable String q,
            @Header("after") @Nullable String after,
            @Header("limit") @Nullable String limit) {
        String text = q == null ? "" : q.strip();
        if (text.length() > MAX_TEXT) {
            throw new ApiException(400, "q must not have more than " + MAX_TEXT + " characters");
        }
        int most = Page.limit(limit);
        List<Found> found = search.page(source, text, Page.number("after", after, 0), most + 1);
        Page<Found> page = Page.of(found, most, last -> last.state().row());
        return new Page<>(
                page.items().stream()
                        .map(one -> AccountView.brief(one.source(), one.state()))
                        .toList(),
                page.next());
    }

    /** One account with all that is known of it. */
    public AccountView one(@Header("source") String source, @Header("id") String id) {
        return AccountView.whole(source, known(source, id));
    }

    /** The stored events about one account, the newest first. */
    public Page<RawValue> events(
            @Header("source") String source,
            @Header("id") String id,
            @Header("after") @Nullable String after,
            @Header("limit") @Nullable String limit) {
        AccountState account = known(source, id);
        List<StoredEvent> found = log.about(account, Page.number("after", after, Long.MAX_VALUE), Page.limit(limit));
        // Large ones may come as fewer than were asked for.
        long last = found.isEmpty() ? 0 : found.get(found.size() - 1).sequence();
        return new Page<>(
                found.stream().map(event -> new RawValue(event.json())).toList(),
                log.about(account, last, 1).isEmpty() ? null : last);
    }

    private AccountState known(String source, String id) {
        return search.find(source, id)
                .orElseThrow(() -> new ApiException(404, "no account of this id is known from this source"));
    }

    static @Nullable JsonNode account(AccountState state) {
        String json = state.account();
        return json == null ? null : Json.tree(json);
    }
}
