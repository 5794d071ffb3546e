package dev.accountfeed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.provider.AccountMapping;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.UnusableRecord;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The step from a provider's records to canonical accounts. */
public final class AccountMapper {

    private final Map<Provider, AccountMapping> mappings = new ConcurrentHashMap<>();

    /** Reads the providers' mappings now: their files may change before their first record comes. */
    public AccountMapper prepared(Collection<Provider> providers) {
        providers.forEach(provider -> mappings.put(provider, AccountMapping.of(provider)));
        return this;
    }

    /**
     * Maps the rows that are not the same as the last time; those that cannot be mapped leave the batch.
     *
     * @throws PollException where it is the only row
     */
    public void map(@Body List<Observation> batch, @ExchangeProperty(Poll.PROPERTY) Poll poll) throws PollException {
        AccountMapping mapping = mappings.computeIfAbsent(poll.getSource().provider(), AccountMapping::of);
        for (Iterator<Observation> rows = batch.iterator(); rows.hasNext(); ) {
            Observation observation = rows.next();
            if (observation.isUnchanged()) {
                continue;
            }
            try {
                observation.account(account(mapping, observation, poll));
            } catch (UnusableRecord e) {
                if (poll.isSingle()) {
                    // Another call would bring the same account: not repeated, as a malformed answer is.
                    throw new PollException(
                            Outcome.MALFORMED, "the account cannot be used: " + e.getMessage(), null, e);
                }
                rows.remove();
                poll.unusable().add(observation.record(), String.valueOf(e.getMessage()));
            }
        }
    }

    /** What is known of an account was looked up by the record's id: under another one it would be new each time. */
    private static JsonNode account(AccountMapping mapping, Observation observation, Poll poll) throws UnusableRecord {
        JsonNode account = mapping.map(observation.record(), poll.options());
        if (!account.path("id").asText().equals(observation.id())) {
            throw new UnusableRecord("its id is not the one that the mapping gives to the account");
        }
        return account;
    }

    /** Gives the accounts to whoever asked for the poll. */
    public void handOver(@Body List<Observation> batch, @ExchangeProperty(Poll.PROPERTY) Poll poll) {
        batch.forEach(observation -> poll.handOver(observation.account()));
    }

    /** Ends a poll whose accounts have been handed over. */
    public void conclude(@ExchangeProperty(Poll.PROPERTY) Poll poll) {
        Observations.end(poll, 0);
    }
}
