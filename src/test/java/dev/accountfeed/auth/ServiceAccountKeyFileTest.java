package dev.accountfeed.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceAccountKeyFileTest {

    private static final String DOWNLOAD = ": download the credentials file again from the provider";

    @TempDir
    private Path folder;

    static Stream<Arguments> forms() {
        String pkcs8 = Keys.pkcs8(Keys.ONE);
        String pkcs1 = Keys.pkcs1(Keys.ONE);
        return Stream.of(
                arguments("as downloaded", Keys.file(pkcs8, "k-1").toString()),
                arguments("PKCS#1", Keys.file(pkcs1, "k-1").toString()),
                arguments(
                        "wrapped",
                        Json.MAPPER
                                .createObjectNode()
                                .set("result", Keys.file(pkcs8, "k-1"))
                                .toString()),
                arguments(
                        "literal \\n",
                        Keys.file(pkcs8.replace("\n", "\\n"), "k-1").toString()),
                arguments(
                        "literal \\r\\n",
                        Keys.file(pkcs8.replace("\n", "\\r\\n"), "k-1").toString()),
                arguments("CRLF", Keys.file(pkcs8.replace("\n", "\r\n"), "k-1").toString()),
                arguments(
                        "PKCS#1 with literal \\n",
                        Keys.file(pkcs1.replace("\n", "\\n"), "k-1").toString()),
                arguments(
                        "no line ends",
                        Keys.file(pkcs8.replace("\n", ""), "k-1").toString()),
                arguments(
                        "space around", Keys.file("\n " + pkcs8 + "\n\n", "k-1").toString()),
                arguments(
                        "account_id as text",
                        Keys.file(pkcs8, "k-1").put("account_id", "3456750").toString()),
                arguments(
                        "unknown members",
                        Keys.file(pkcs8, "k-1").put("region", "eu").toString()),
                arguments("byte order mark", "\uFEFF" + Keys.file(pkcs8, "k-1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void takesEveryFormThatIsAround(String form, String content) throws Exception {
        Path file = write(content);

        assertThat(ServiceAccountKeyFile.check(file)).isEmpty();
        ServiceAccountKey key = ServiceAccountKeyFile.read(file);
        assertThat(key.accountId()).isEqualTo("3456750");
        assertThat(key.keyId()).isEqualTo("k-1");
        assertThat(key.privateKey()).isEqualTo(Keys.ONE.getPrivate());
    }

    static Stream<Arguments> damages() {
        String pem = Keys.pkcs8(Keys.ONE);
        String good = Keys.file(pem, "k-1").toPrettyString();
        String noKey = "1:1: \"private_key\" is not an RSA private key in PEM (PKCS#8 or PKCS#1)" + DOWNLOAD;
        return Stream.of(
                arguments("empty", "", List.of("1:1: not a JSON object" + DOWNLOAD)),
                arguments("an array", "[]", List.of("1:1: not a JSON object" + DOWNLOAD)),
                arguments("the PEM alone", pem, List.of("1:2: not JSON from here on" + DOWNLOAD)),
                arguments(
                        "no account",
                        without("account_id"),
                        List.of("1:1: no \"account_id\" (the number of the account)" + DOWNLOAD)),
                arguments("no key id", without("key_id"), List.of("1:1: no \"key_id\" (the id of the key)" + DOWNLOAD)),
                arguments(
                        "no key",
                        without("private_key"),
                        List.of("1:1: no \"private_key\" (the key itself, beginning with -----BEGIN PRIVATE KEY-----)"
                                + DOWNLOAD)),
                arguments(
                        "a null key id",
                        Keys.file(pem, "k-1").putNull("key_id").toString(),
                        List.of("1:1: no \"key_id\" (the id of the key)" + DOWNLOAD)),
                arguments(
                        "an account that is a name",
                        Keys.file(pem, "k-1").put("account_id", "ivan").toString(),
                        List.of("1:1: account_id is not a number: download the file again from the provider")),
                arguments(
                        "a public key",
                        Keys.file(Keys.pem("PUBLIC KEY", Keys.ONE.getPublic().getEncoded()), "k")
                                .toString(),
                        List.of(noKey)),
                arguments(
                        "an elliptic key",
                        Keys.file(
                                        Keys.pem(
                                                "PRIVATE KEY",
                                                Keys.pair("EC", 256)
                                                        .getPrivate()
                                                        .getEncoded()),
                                        "k")
                                .toString(),
                        List.of(noKey)),
                arguments("a cut key", Keys.file(pem.substring(0, 700), "k").toString(), List.of(noKey)),
                arguments(
                        "a bent key",
                        Keys.file(pem.substring(0, 300) + "AAAA" + pem.substring(304), "k")
                                .toString(),
                        null),
                arguments(
                        "no base64",
                        Keys.file("-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----", "k")
                                .toString(),
                        List.of(noKey)),
                arguments(
                        "an encrypted key",
                        Keys.file(pem.replace("PRIVATE", "ENCRYPTED PRIVATE"), "k")
                                .toString(),
                        List.of(noKey)),
                arguments(
                        "PKCS#1 that is none",
                        Keys.file(Keys.pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}), "k")
                                .toString(),
                        List.of(noKey)),
                arguments(
                        "a key that is too short to sign",
                        Keys.file(Keys.pkcs8(Keys.pair("RSA", 1024)), "k").toString(),
                        List.of(
                                "1:1: \"private_key\" has 1024 bits, and RS256 takes 2048 or more: make a new key at the "
                                        + "provider")),
                arguments("half a file", good.substring(0, good.length() / 2), null),
                arguments("a member twice", good.replaceFirst("\\{", "{\"key_id\": \"x\","), null),
                arguments("something behind", good + "\n}", List.of("7:1: not JSON from here on" + DOWNLOAD)),
                arguments(
                        "all of it wrong",
                        "{}",
                        List.of(
                                "1:1: no \"account_id\" (the number of the account)" + DOWNLOAD,
                                "1:1: no \"key_id\" (the id of the key)" + DOWNLOAD,
                                "1:1: no \"private_key\" (the key itself, beginning with -----BEGIN PRIVATE KEY-----)"
                                        + DOWNLOAD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void tellsEveryDamageWithItsPlaceAndWithoutTheKey(String damage, String content, List<String> findings)
            throws Exception {
        Path file = write(content);

        List<Finding> found = ServiceAccountKeyFile.check(file);

        if (findings != null) {
            assertThat(found)
                    .map(finding -> finding.toString().replace(file + ":", ""))
                    .isEqualTo(findings);
        }
        assertThat(found).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.line()).isPositive();
            assertThat(finding.column()).isPositive();
        });
        assertHoldsNothingOfTheKey(found.toString());
        assertThatThrownBy(() -> ServiceAccountKeyFile.read(file))
                .isInstanceOf(CredentialsException.class)
                .hasMessage(found.get(0).toString())
                .hasNoCause();
    }

    @Test
    void aFileThatIsNotThereIsAFinding() {
        Path file = folder.resolve("nowhere.json");

        assertThat(ServiceAccountKeyFile.check(file))
                .map(Finding::toString)
                .containsExactly(file + ": cannot be read (NoSuchFileException): put the credentials file there, "
                        + "readable by the user that runs the feed");
    }

    @Test
    void aFolderIsAFinding() {
        assertThat(ServiceAccountKeyFile.check(folder)).hasSize(1);
    }

    @Test
    void bytesThatAreNoTextAreAFinding() throws Exception {
        Path file = folder.resolve("credentials.json");
        Files.write(file, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, 0, 1, '"', ':', '1', '}'});

        assertThat(ServiceAccountKeyFile.check(file)).hasSize(1);
    }

    @Test
    void aHugeFileIsNotRead() throws Exception {
        Path file = write(" ".repeat(70_000));

        assertThat(ServiceAccountKeyFile.check(file))
                .map(Finding::message)
                .containsExactly("larger than any credentials file: download it again from the provider");
    }

    /** Not one run of 12 characters of the key's text. */
    private static void assertHoldsNothingOfTheKey(String text) {
        String base64 =
                Keys.pkcs8(Keys.ONE).replaceAll("-----[A-Z ]+-----|\\s", "").toLowerCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i + 12 <= base64.length(); i++) {
            assertThat(lower).doesNotContain(base64.substring(i, i + 12));
        }
    }

    private static String without(String member) {
        ObjectNode file = Keys.file(Keys.pkcs8(Keys.ONE), "k-1");
        file.remove(member);
        return file.toString();
    }

    private Path write(String content) throws IOException {
        return Files.write(folder.resolve("credentials.json"), content.getBytes(StandardCharsets.UTF_8));
    }
}
