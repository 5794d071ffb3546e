package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private final Secrets voximplant = new Secrets(Seeds.VOXIMPLANT);
    private final Secrets infobip = new Secrets(Seeds.INFOBIP);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "callback_salt",
                "API_KEY",
                "newApiKey",
                "client_secret",
                "Salt2",
                "accessToken",
                "userPassword",
                "PASSWORD",
                "x-token"
            })
    void whatIsNamedLikeASecretIsOne(String name) {
        assertThat(voximplant.isSecret(name)).isTrue();
    }

    @Test
    void whatTheManifestKnowsIsNone() {
        assertThat(infobip.isSecret("key")).isFalse();
        assertThat(infobip.isSecret("ownerKey")).isFalse();
        assertThat(infobip.isSecret("Key")).isTrue();
        Seeds.voximplantFields().keySet().forEach(name -> assertThat(voximplant.isSecret(name))
                .as(name)
                .isEqualTo(name.equals("api_key") || name.equals("callback_salt")));
    }

    @Test
    void secretsAreDroppedAtAnyDepth() {
        JsonNode node =
                Json.tree("{\"a\": {\"api_key\": 1, \"b\": [{\"token\": {\"x\": 1}, \"c\": 2}]}, \"salt\": []}");

        voximplant.drop(node);

        assertThat(node).isEqualTo(Json.tree("{\"a\": {\"b\": [{\"c\": 2}]}}"));
    }

    @Test
    void aNameThatIsKnownOfARecordIsNotKnownFurtherDown() {
        String text = "{\"key\": \"K\", \"ownerKey\": \"O\", \"access\": [{\"key\": \"s3cr3t\", \"id\": 5}]}";
        JsonNode dropped = Json.tree(text);
        JsonNode masked = Json.tree(text);

        infobip.drop(dropped);
        infobip.mask(masked);

        assertThat(dropped).isEqualTo(Json.tree("{\"key\": \"K\", \"ownerKey\": \"O\", \"access\": [{\"id\": 5}]}"));
        assertThat(masked).isEqualTo(Json.tree(text.replace("s3cr3t", "***")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // JSON
                "{\"api_key\":\"s3cr3t\",\"a\":1} | {\"api_key\":***,\"a\":1}",
                "{\"api_key\" : \"s3\\\"cr3t\", \"a\":1} | {\"api_key\" : ***, \"a\":1}",
                "{\"token\":12345,\"a\":1} | {\"token\":***,\"a\":1}",
                "{\"token\":null} | {\"token\":***}",
                "{\"token\":{\"x\":\"s3cr3t}\",\"y\":[1]},\"a\":1} | {\"token\":***,\"a\":1}",
                "{\"token\":[\"s3cr3t\",\"]\"],\"a\":1} | {\"token\":***,\"a\":1}",
                "{\"a\":{\"b\":{\"password\":\"s3cr3t\"}}} | {\"a\":{\"b\":{\"password\":***}}}",
                // cut
                "{\"api_key\":\"s3cr3 | {\"api_key\":***",
                "{\"api_key\":\"s3cr3t\\ | {\"api_key\":***",
                "{\"token\":{\"x\":\"s3cr3 | {\"token\":***",
                "{\"api_key\": | {\"api_key\":***",
                // JSON within a text
                "{\"log\":\"{\\\"api_key\\\":\\\"s3cr3t\\\",\\\"a\\\":1}\"} | {\"log\":\"{\\\"api_key\\\":***,\\\"a\\\":1}\"}",
                // a name in escapes
                "{\"api\\u005fkey\":\"s3cr3t\"} | {\"api\\u005fkey\":***}",
                // XML
                "<a><api_key>s3cr3t</api_key><b>1</b></a> | <a><api_key>***</api_key><b>1</b></a>",
                "<a><api_key x=\"1\">s3cr3t</api_key></a> | <a><api_key ***>***</api_key></a>",
                "<n:token>s3cr3t</n:token> | <n:token>***</n:token>",
                "<token><![CDATA[s3cr3t]]></token><b/> | <token>***</token><b/>",
                "<token><x>s3cr3t</x></token><b/> | <token>***</token><b/>",
                "<token/><b>1</b> | <token/><b>1</b>",
                "<account api_key=\"s3cr3t\" id=\"1\"> | <account api_key=*** id=\"1\">",
                "<account api_key='s3 cr3t' id='1'> | <account api_key=*** id='1'>",
                "<token value=\"s3cr3t\"/><b>1</b> | <token ***/><b>1</b>",
                "<token><token>a</token>s3cr3t</token><b>1</b> | <token>***</token><b>1</b>",
                "<token value=\"s3cr3 | <token ***",
                "<token>s3cr3 | <token>***",
                "<token><![CDATA[s3c | <token>***",
                // forms and addresses
                "a=1&api_key=s3cr3t&b=2 | a=1&api_key=***&b=2",
                "https://x/?token=s3cr3t https://y | https://x/?token=*** https://y",
                "password=s3cr3t | password=***",
                // whatever else
                "{'api_key':'s3cr3t', 'a':1} | {'api_key':***, 'a':1}",
                "{api_key: \"s3 cr3t\", a: 1} | {api_key: ***, a: 1}",
                "{api_key: {x: \"s3cr3t\"}, a: 1} | {api_key: ***, a: 1}",
                "<p>{&quot;api_key&quot;:&quot;s3 cr3t&quot;,&quot;a&quot;:1} | <p>{&quot;api_key&quot;:***,&quot;a&quot;:1}",
                "a%3D1%26api_key%3Ds3cr3t x | a%3D1%26api_key%3D*** x",
                "\"api_key\" = \"s3cr3t\" | \"api_key\" = ***",
                "api_key= \"s3cr3t\", a | api_key= ***, a",
                "password:\"s3\\\"c r3t\" a | password:*** a",
                "<a secret:v=\"s3cr3t\"/> | <a secret:***/>",
                "Invalid token: Bearer s3cr3t. | Invalid token: ***",
                "token=bearer s3cr3t a | token=*** a",
                "api_key=>s3cr3t a | api_key=>*** a",
                "X-Api-Key: s3cr3t | X-Api-Key: ***"
            })
    void valuesAreMaskedInAnyText(String text, String masked) {
        assertThat(voximplant.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"A\",\"ownerKey\":\"B\",\"name\":\"C\"}",
                "<account><key>A</key><ownerKey>B</ownerKey></account>",
                "{\"key\":\"A",
                "",
                "no secrets here: 1 < 2 = 2",
                "\"\"\"\"<<<>>>===&&&{{{[[["
            })
    void whatIsNoSecretStaysAsItIs(String text) {
        assertThat(infobip.mask(text)).isEqualTo(text);
    }

    @Test
    void maskingAHostileTextTakesNoTimeWorthMentioning() {
        String text = "\"token\":{".repeat(5000) + "<token>".repeat(5000) + "\"".repeat(5000) + "<".repeat(20000);

        assertThat(voximplant.mask(text)).doesNotContain("{\"token");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> voximplant.mask("\\".repeat(65_536) + "a".repeat(65_536)));
    }
}
