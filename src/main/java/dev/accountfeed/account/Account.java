package dev.accountfeed.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One account of one provider, in the form that every provider's records are mapped to.
 *
 * <p>The JSON form, which leaves out what is absent, is described by {@code schema/account.schema.json}.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
    "provider",
    "id",
    "ownerId",
    "name",
    "status",
    "createdAt",
    "contact",
    "language",
    "timeZone",
    "balance",
    "billing",
    "attributes"
})
public record Account(
        String provider,
        String id,
        @Nullable String ownerId,
        @Nullable String name,
        Status status,
        @Nullable Instant createdAt,
        @Nullable Contact contact,
        @Nullable String language,
        @Nullable String timeZone,
        @Nullable Balance balance,
        @Nullable Billing billing,
        Map<String, JsonNode> attributes) {

    public static final int MAX_ID_LENGTH = 255;

    @SuppressWarnings("ConstantValue") // Jackson passes null for what a mapping left out
    public Account {
        if (provider == null || provider.isEmpty()) {
            throw new IllegalArgumentException("the account has no provider");
        }
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("the account has no id");
        }
        if (id.codePointCount(0, id.length()) > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("the id has more than " + MAX_ID_LENGTH + " characters");
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the id has control characters");
        }
        if (status == null) {
            throw new IllegalArgumentException("nothing decides the account's status");
        }
        // Sorted, so that the same account has the same bytes whatever order the provider sent its fields in.
        attributes = attributes == null ? Map.of() : new TreeMap<>(attributes);
    }

    /** The identity only: an account holds personal data. */
    @Override
    public String toString() {
        return "Account[" + provider + "/" + id + "]";
    }

    /** Whether the account can be used. */
    public enum Status {
        active,
        disabled,
        frozen
    }

    /** Whom the provider writes to or calls about the account. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Contact(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String phone) {

        @Override
        public String toString() {
            return "Contact[redacted]";
        }
    }

    /** Money on the account, in units of {@code currency} (the provider's code, RUR included). */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Balance(
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable BigDecimal fixed,
            @Nullable BigDecimal onHold,
            @Nullable BigDecimal creditLimit,
            @Nullable BigDecimal notifyBelow) {}

    /** Where invoices go, and what single payments may be, by payment method. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Billing(@Nullable Address address, Map<String, Limit> limits) {

        @SuppressWarnings("ConstantValue") // Jackson passes null for what a mapping left out
        public Billing {
            limits = limits == null ? Map.of() : new TreeMap<>(limits);
        }

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public record Address(
                @Nullable String name,
                @Nullable String countryCode,
                @Nullable String street,
                @Nullable String zip,
                @Nullable String state,
                @Nullable String phone) {

            @Override
            public String toString() {
                return "Address[redacted]";
            }
        }

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public record Limit(
                @Nullable BigDecimal minAmount,
                @Nullable String currency,
                @Nullable BigDecimal maxDayPayment) {}
    }
}
