package dev.accountfeed.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.accountfeed.account.Account.Balance;
import dev.accountfeed.account.Account.Contact;
import dev.accountfeed.account.Account.Status;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

    @Test
    void whatIsAbsentIsLeftOut() throws Exception {
        assertThat(Json.MAPPER.writeValueAsString(account("1", null, null)))
                .isEqualTo("{\"provider\":\"p\",\"id\":\"1\",\"status\":\"active\"}");
    }

    @Test
    void attributesAreSortedSoThatTheSameAccountHasTheSameBytes() throws Exception {
        String one = "{\"provider\":\"p\",\"id\":\"1\",\"status\":\"active\",\"attributes\":{\"b\":1,\"a\":2}}";
        String other = "{\"attributes\":{\"a\":2,\"b\":1},\"status\":\"active\",\"id\":\"1\",\"provider\":\"p\"}";

        assertThat(canonical(one)).isEqualTo(canonical(other)).endsWith("\"attributes\":{\"a\":2,\"b\":1}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"1\",\"status\":\"active\"}",
                "{\"provider\":\"p\",\"status\":\"active\"}",
                "{\"provider\":\"p\",\"id\":\"\",\"status\":\"active\"}",
                "{\"provider\":\"p\",\"id\":\"1\"}",
                "{\"provider\":\"p\",\"id\":\"1\",\"status\":\"gone\"}",
                "{\"provider\":\"p\",\"id\":\"a\\tb\",\"status\":\"active\"}",
                "{\"provider\":\"p\",\"id\":\"a\\u0085b\",\"status\":\"active\"}",
                "{\"provider\":\"p\",\"id\":\"1\",\"status\":\"active\",\"nickname\":\"x\"}"
            })
    void whatHasNoIdentityOrStatusIsNoAccount(String json) {
        assertThatThrownBy(() -> Json.MAPPER.readValue(json, Account.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void anIdHasAtMost255Characters() {
        assertThat(account("x".repeat(255), null, null).id()).hasSize(255);
        assertThatThrownBy(() -> account("x".repeat(256), null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printingAnAccountShowsNothingPersonal() {
        Contact contact = new Contact("Ivan", "Ivanov", "ivan@mail.example", "+7");
        Account account = account("1", contact, new Balance(BigDecimal.ONE, "RUR", null, null, null, null));

        assertThat(account.toString()).isEqualTo("Account[p/1]");
        assertThat(contact.toString()).doesNotContain("Ivan", "mail", "+7");
        assertThat(new Account.Billing.Address("Acme", "US", "1 Main St", "94000", "CA", "+1").toString())
                .doesNotContain("Acme", "Main", "94000");
    }

    private static String canonical(String json) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(Json.MAPPER.readValue(json, Account.class));
    }

    private static Account account(String id, Contact contact, Balance balance) {
        return new Account("p", id, null, null, Status.active, null, contact, null, null, balance, null, Map.of());
    }
}
