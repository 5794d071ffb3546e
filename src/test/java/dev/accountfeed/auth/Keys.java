package dev.accountfeed.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accountfeed.account.Json;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Keys for tests, each made once: making one takes a while. */
public final class Keys {

    public static final KeyPair ONE = pair("RSA", 2048);
    public static final KeyPair TWO = pair("RSA", 2048);

    private Keys() {}

    static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAPublicKey publicKey(KeyPair pair) {
        return (RSAPublicKey) pair.getPublic();
    }

    static ServiceAccountKey key(KeyPair pair, String keyId) {
        return new ServiceAccountKey("3456750", keyId, (RSAPrivateKey) pair.getPrivate());
    }

    public static String pkcs8(KeyPair pair) {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /** What stands in the octet string of PKCS#8, behind its 22 bytes of head and 4 of length. */
    static String pkcs1(KeyPair pair) {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    static String pem(String title, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + title + "-----\n" + base64 + "\n-----END " + title + "-----\n";
    }

    /** credentials.json as downloaded. */
    public static ObjectNode file(String pem, String keyId) {
        return Json.MAPPER
                .createObjectNode()
                .put("account_email", "ivan123@mail.example")
                .put("account_id", 3456750)
                .put("key_id", keyId)
                .put("private_key", pem);
    }
}
