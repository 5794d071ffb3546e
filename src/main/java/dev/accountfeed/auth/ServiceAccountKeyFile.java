package dev.accountfeed.auth;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.Finding;
import dev.accountfeed.config.TextFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code credentials.json} as downloaded: {@code {"account_id", "key_id", "private_key"}}.
 *
 * <p>Also taken: the same below {@code result}; PKCS#1 instead of PKCS#8; line ends as a literal {@code \n}, as they
 * come out of environment variables.
 */
public final class ServiceAccountKeyFile {

    private static final int MAX_BYTES = 64 * 1024;

    /** RFC 7518 section 3.3. */
    private static final int MIN_BITS = 2048;

    private final Path file;
    private final List<Finding> findings = new ArrayList<>();

    private ServiceAccountKeyFile(Path file) {
        this.file = file;
    }

    /** What is wrong with the file; empty where it can be used. */
    public static List<Finding> check(Path file) {
        ServiceAccountKeyFile reader = new ServiceAccountKeyFile(file);
        reader.key();
        return List.copyOf(reader.findings);
    }

    /**
     * The key in the file.
     *
     * @throws CredentialsException with what {@link #check} finds, where it cannot be used
     */
    public static ServiceAccountKey read(Path file) {
        ServiceAccountKeyFile reader = new ServiceAccountKeyFile(file);
        ServiceAccountKey key = reader.key();
        if (key == null) {
            throw new CredentialsException(reader.findings.get(0));
        }
        return key;
    }

    private @Nullable ServiceAccountKey key() {
        JsonNode content = content();
        if (content == null) {
            return null;
        }
        JsonNode key = content.path("result").isObject() ? content.path("result") : content;
        String accountId = required(key, "account_id", "the number of the account");
        String keyId = required(key, "key_id", "the id of the key");
        String pem = required(key, "private_key", "the key itself, beginning with -----BEGIN PRIVATE KEY-----");
        if (accountId != null && !accountId.matches("[0-9]{1,19}")) {
            found(1, 1, "account_id is not a number: download the file again from the provider");
        }
        RSAPrivateKey privateKey = pem == null ? null : privateKey(pem);
        if (accountId == null || keyId == null || privateKey == null || !findings.isEmpty()) {
            return null;
        }
        return new ServiceAccountKey(accountId, keyId, privateKey);
    }

    private @Nullable JsonNode content() {
        try {
            TextFile.requireRegular(file);
            if (Files.size(file) > MAX_BYTES) {
                found(1, 1, "larger than any credentials file: download it again from the provider");
                return null;
            }
            JsonNode content = Json.MAPPER.readTree(Files.readAllBytes(file));
            if (!content.isObject()) {
                found(1, 1, "not a JSON object: download the credentials file again from the provider");
                return null;
            }
            return content;
        } catch (JsonProcessingException e) {
            // The parser's message would quote what stands there: it may be the key.
            JsonLocation at = e.getLocation();
            found(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    "not JSON from here on: download the credentials file again from the provider");
        } catch (IOException e) {
            found(
                    0,
                    0,
                    "cannot be read (" + e.getClass().getSimpleName() + "): put the credentials file there, "
                            + "readable by the user that runs the feed");
        }
        return null;
    }

    private @Nullable String required(JsonNode key, String name, String what) {
        JsonNode value = key.path(name);
        if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
            return value.asText();
        }
        found(1, 1, "no \"" + name + "\" (" + what + "): download the credentials file again from the provider");
        return null;
    }

    private @Nullable RSAPrivateKey privateKey(String text) {
        String pem = text.replace("\\n", "\n").replace("\\r", "").strip();
        boolean pkcs1 = pem.startsWith("-----BEGIN RSA PRIVATE KEY-----");
        try {
            if (pkcs1 || pem.startsWith("-----BEGIN PRIVATE KEY-----")) {
                byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
                PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs1 ? pkcs8(der) : der);
                if (KeyFactory.getInstance("RSA").generatePrivate(spec) instanceof RSAPrivateKey rsa && isWhole(rsa)) {
                    return longEnough(rsa);
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Falls through without the cause: its message may quote the key.
        }
        found(
                1,
                1,
                "\"private_key\" is not an RSA private key in PEM (PKCS#8 or PKCS#1): download the credentials "
                        + "file again from the provider");
        return null;
    }

    private @Nullable RSAPrivateKey longEnough(RSAPrivateKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS) {
            found(
                    1,
                    1,
                    "\"private_key\" has " + bits + " bits, and RS256 takes " + MIN_BITS
                            + " or more: make a new key at the provider");
            return null;
        }
        return key;
    }

    /** Whether its numbers belong together: a key with a character lost signs tokens that nobody takes. */
    private static boolean isWhole(RSAPrivateKey key) {
        if (!(key instanceof RSAPrivateCrtKey crt)) {
            return true;
        }
        BigInteger p = crt.getPrimeP();
        BigInteger q = crt.getPrimeQ();
        return p.signum() > 0
                && q.signum() > 0
                && p.multiply(q).equals(crt.getModulus())
                && inverts(crt.getPublicExponent(), crt.getPrivateExponent(), p)
                && inverts(crt.getPublicExponent(), crt.getPrivateExponent(), q)
                && crt.getPrimeExponentP().equals(crt.getPrivateExponent().mod(p.subtract(BigInteger.ONE)))
                && crt.getPrimeExponentQ().equals(crt.getPrivateExponent().mod(q.subtract(BigInteger.ONE)))
                && crt.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    }

    private static boolean inverts(BigInteger e, BigInteger d, BigInteger prime) {
        return prime.compareTo(BigInteger.TWO) > 0
                && e.multiply(d).mod(prime.subtract(BigInteger.ONE)).equals(BigInteger.ONE);
    }

    /** Wraps a PKCS#1 key as RFC 5208 section 5 wants it, the JDK reading no other form. */
    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] rsaEncryption = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
        byte[] key = der(0x04, pkcs1);
        byte[] content = Arrays.copyOf(rsaEncryption, rsaEncryption.length + key.length);
        System.arraycopy(key, 0, content, rsaEncryption.length, key.length);
        return der(0x30, content);
    }

    /** A DER element; the length in the long form with two bytes, as keys have from 256 to 65535. */
    private static byte[] der(int tag, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private void found(int line, int column, String message) {
        findings.add(new Finding(file, line, column, message));
    }
}
