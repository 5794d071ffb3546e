package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.code;
import static dev.accountfeed.sandbox.Calls.token;
import static dev.accountfeed.sandbox.Calls.voximplant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoximplantSandboxTest {

    /** Copied from Voximplant's documentation. */
    private static final String OFFICIAL_EXAMPLE = """
            {"result":{"account_id":3456750,"account_name":"ivan123","account_email":"ivan123@mail.ru","created":"2020-08-07 12:00:53","language_code":"en","location":"Europe/Moscow","min_balance_to_notify":300,"account_notifications":true,"tariff_changing_notifications":true,"news_notifications":true,"active":true,"frozen":false,"balance":19772.35,"credit_limit":0,"currency":"RUR","support_robokassa":false,"support_bank_card":true,"support_invoice":true,"send_js_error":false,"billing_limits":{"bank_card":{"min_amount":500,"currency":"RUR","max_day_payment":7642.17},"invoice":{"min_amount":1000,"currency":"RUR"}},"a2p_sms_enabled":false,"max_sip_registrations":0,"fixed_balance":20169.93,"money_on_hold":397.58,"bank_card_provider":"ALFABANK","enabled_3ds":true,"record_storage_id":125,"mobile_phone":"+7-495-123-4567","allow_invoice":true,"is_bank_card_auto_charge_prohibited":true,"taxpayer_type":"default","custom_pricing":false,"grace_credit":0,"record_storage_name":"my-storage","credit_limit_aware_balance_notifications":false,"live_balance":19772.35},"api_address":"api-node1.voximplant.com","debugger_address":"api-node1.voximplant.com"}
            """.strip();

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static Path credentials;
    private static String keyId;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
        credentials = folder.resolve("secrets/voximplant.json");
        keyId = sandbox.voximplantCredentials(credentials);
    }

    @AfterEach
    void clear() {
        sandbox.clearFaults();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static int refusal(String token) throws Exception {
        var answer = voximplant(sandbox, "GetAccountInfo", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return code(answer);
    }

    @Test
    void theOfficialExampleIsAnsweredToTheLetter() throws Exception {
        var answer = voximplant(sandbox, "GetAccountInfo", token(credentials));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(OFFICIAL_EXAMPLE);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Date")).contains("Sat, 21 Nov 2026 16:00:00 GMT");
    }

    @Test
    void theLiveBalanceIsLeftOutWhenItIsNotWanted() throws Exception {
        var answer = voximplant(sandbox, "GetAccountInfo?return_live_balance=false", token(credentials));

        assertThat(JSON.readTree(answer.body()).path("result").has("live_balance"))
                .isFalse();
        assertThat(JSON.readTree(answer.body()).path("result").has("balance")).isTrue();
    }

    @Test
    void anIssuerIsNumberOrTextAndMayBeAChild() throws Exception {
        for (Object issuer : new Object[] {3456751L, "3456751"}) {
            String token = token(credentials, NOW, Duration.ofMinutes(1), Map.of("iss", issuer));
            JsonNode account = JSON.readTree(
                            voximplant(sandbox, "GetAccountInfo", token).body())
                    .path("result");

            assertThat(account.path("account_id").asLong()).isEqualTo(3456751);
            assertThat(account.path("api_key").asText()).isNotEmpty();
            assertThat(account.path("callback_salt").asText()).isNotEmpty();
            assertThat(account.size()).isEqualTo(50);
            assertThat(account.fieldNames()).toIterable().noneMatch(name -> name.startsWith("~"));
        }
    }

    @Test
    void anIssuerThatIsNoChildIsRefused() throws Exception {
        assertThat(refusal(token(credentials, NOW, Duration.ofMinutes(1), Map.of("iss", 42))))
                .isEqualTo(100);
    }

    @Test
    void aChildsKeyDoesNotActForItsParent() throws Exception {
        Path child = folder.resolve("child.json");
        sandbox.voximplantCredentials(child, "3456751", KeyFileForm.PKCS8);

        assertThat(refusal(token(child, NOW, Duration.ofMinutes(1), Map.of("iss", 3456750))))
                .isEqualTo(100);
    }

    @Test
    void aMissingTokenIsError100() throws Exception {
        var answer = Calls.send("POST", sandbox.url("voximplant") + "/GetAccountInfo", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(100);
    }

    @Test
    void aTokenThatIsNoneIsError447() throws Exception {
        assertThat(refusal("abc")).isEqualTo(447);
        assertThat(refusal("a.b.c")).isEqualTo(447);
        assertThat(refusal("eyJhbGciOiJub25lIn0.e30.")).isEqualTo(447);
    }

    @Test
    void anUnknownKeyIsError433() throws Exception {
        String foreign = token(credentials)
                .replaceFirst(
                        "^[^.]+",
                        java.util.Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"RS256\",\"kid\":\"nobody\"}".getBytes()));
        assertThat(refusal(foreign)).isEqualTo(433);
    }

    @Test
    void aSignatureByAnotherKeyIsError100() throws Exception {
        var stranger = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        long now = NOW.getEpochSecond();
        String forged = Calls.sign(stranger, keyId, Map.of("iss", 3456750, "iat", now, "exp", now + 60));

        assertThat(refusal(forged)).isEqualTo(100);
    }

    @Test
    void theTimesOfATokenAreJudgedByTheClock() throws Exception {
        Duration minute = Duration.ofMinutes(1);

        assertThat(refusal(token(credentials, NOW.plusSeconds(6), minute, Map.of())))
                .isEqualTo(455);
        assertThat(refusal(token(credentials, NOW.plusSeconds(5), minute, Map.of())))
                .isZero();
        assertThat(refusal(token(credentials, NOW.minusSeconds(60), minute, Map.of())))
                .isEqualTo(456);
        assertThat(refusal(token(credentials, NOW.minusSeconds(59), minute, Map.of())))
                .isZero();
        assertThat(refusal(token(credentials, NOW, Duration.ofSeconds(3600), Map.of())))
                .isZero();
        assertThat(refusal(token(credentials, NOW, Duration.ofSeconds(3601), Map.of())))
                .isEqualTo(454);
    }

    @Test
    void aRevokedKeyIsRefusedAndItsSuccessorLetIn() throws Exception {
        Path rotated = folder.resolve("rotated.json");
        String old = sandbox.voximplantCredentials(rotated);
        String oldToken = token(rotated);
        sandbox.voximplantCredentials(rotated);
        sandbox.revokeVoximplantKey(old);

        assertThat(refusal(oldToken)).isEqualTo(433);
        assertThat(refusal(token(rotated))).isZero();
    }

    @Test
    void methodNamesAreCaseSensitive() throws Exception {
        assertThat(code(voximplant(sandbox, "getAccountInfo", token(credentials))))
                .isEqualTo(103);
    }

    @Test
    void childrenComeInPages() throws Exception {
        JsonNode first = JSON.readTree(
                voximplant(sandbox, "GetChildrenAccounts?child_account_id=all&count=1", token(credentials))
                        .body());
        JsonNode second = JSON.readTree(voximplant(sandbox, "GetChildrenAccounts?count=1&offset=1", token(credentials))
                .body());

        assertThat(first.path("total_count").asInt()).isEqualTo(2);
        assertThat(first.path("count").asInt()).isEqualTo(1);
        assertThat(first.at("/result/0/account_id").asLong()).isEqualTo(3456751);
        assertThat(second.at("/result/0/account_id").asLong()).isEqualTo(3456752);
    }

    @Test
    void credentialsComeInEveryFormThatHasBeenSeen() throws Exception {
        Path file = folder.resolve("forms.json");
        sandbox.voximplantCredentials(file, "3456750", KeyFileForm.PKCS1);
        String pkcs1 = JSON.readTree(Files.readString(file)).path("private_key").asText();
        sandbox.voximplantCredentials(file, "3456750", KeyFileForm.WRAPPED);
        JsonNode wrapped = JSON.readTree(Files.readString(file));
        sandbox.voximplantCredentials(file, "3456750", KeyFileForm.LITERAL_NEWLINES);
        String literal =
                JSON.readTree(Files.readString(file)).path("private_key").asText();

        assertThat(pkcs1).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(pkcs1Modulus(pkcs1).bitLength()).isEqualTo(2048);
        assertThat(wrapped.at("/result/account_email").asText()).isEqualTo("ivan123@mail.ru");
        assertThat(literal).contains("\\n").doesNotContain("\n");
        assertThat(Calls.key(literal.replace("\\n", "\n"))).isInstanceOf(RSAPrivateCrtKey.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** Puts the PKCS#8 head back before it, as a client without a PKCS#1 reader does. */
    private static java.math.BigInteger pkcs1Modulus(String pem) throws Exception {
        byte[] der = java.util.Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
        var pkcs8 = new java.io.ByteArrayOutputStream();
        int length = der.length + 22;
        pkcs8.writeBytes(new byte[] {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length, 2, 1, 0, 0x30, 13, 6, 9});
        pkcs8.writeBytes(new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0});
        pkcs8.writeBytes(new byte[] {4, (byte) 0x82, (byte) (der.length >> 8), (byte) der.length});
        pkcs8.writeBytes(der);
        var key = KeyFactory.getInstance("RSA")
                .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(pkcs8.toByteArray()));
        return ((RSAPrivateCrtKey) key).getModulus();
    }

    @Test
    void aSkewedClockMovesTheDateAndTheVerdict() throws Exception {
        sandbox.fault("{\"provider\":\"voximplant\",\"fault\":\"clock-skew\",\"seconds\":-600}");
        var answer = voximplant(sandbox, "GetAccountInfo", token(credentials));

        assertThat(answer.headers().firstValue("Date")).contains("Sat, 21 Nov 2026 15:50:00 GMT");
        assertThat(code(answer)).isEqualTo(455);
    }

    @Test
    void anErrorTakesTheCodeTheFormAndTheFieldThatWereAskedFor() throws Exception {
        sandbox.fault("""
                {"provider":"voximplant","fault":"error-in-200","code":416,"retryAfter":7,"form":"errors","field":"count"}
                """);
        var answer = voximplant(sandbox, "GetAccountInfo", token(credentials));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                                {"errors":[{"code":416,"msg":"Repeat after 7 seconds","field_name":"count"}]}
                                """));
    }
}
