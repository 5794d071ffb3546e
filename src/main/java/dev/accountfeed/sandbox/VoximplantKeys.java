package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of Voximplant service accounts, and the credentials.json that a user downloads for one. */
final class VoximplantKeys {

    private static final int BITS = 2048;
    // SEQUENCE, version, the identifier rsaEncryption and the OCTET STRING's head: always this long for 2048 bits.
    private static final int PKCS8_HEAD = 26;

    // To make one takes up to a second: each serves once in every sandbox of this process.
    private static final List<KeyPair> PAIRS = new ArrayList<>();

    private final Map<String, Key> known = new ConcurrentHashMap<>();
    private int issued;

    record Key(String account, RSAPublicKey publicKey) {}

    Optional<Key> find(String keyId) {
        return Optional.ofNullable(known.get(keyId));
    }

    void revoke(String keyId) {
        known.remove(keyId);
    }

    /** Makes a key for the account and writes its credentials, for the owner's eyes only; returns the key's id. */
    String issue(Path file, ObjectNode account, KeyFileForm form) throws IOException {
        KeyPair pair = next();
        String keyId = UUID.randomUUID().toString();
        ObjectNode credentials = Json.object();
        credentials.set("account_email", account.path("account_email"));
        credentials.set("account_id", account.path("account_id"));
        credentials.put("key_id", keyId).put("private_key", pem(pair.getPrivate(), form));
        ObjectNode content = credentials;
        if (form == KeyFileForm.WRAPPED) {
            content = Json.object();
            content.set("result", credentials);
        }
        write(file, content.toPrettyString());
        known.put(keyId, new Key(account.path("account_id").asText(), (RSAPublicKey) pair.getPublic()));
        return keyId;
    }

    private KeyPair next() {
        synchronized (PAIRS) {
            if (issued == PAIRS.size()) {
                PAIRS.add(pair());
            }
            return PAIRS.get(issued++);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(PrivateKey key, KeyFileForm form) {
        byte[] pkcs8 = key.getEncoded();
        boolean old = form == KeyFileForm.PKCS1;
        byte[] der = old ? Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length) : pkcs8;
        String label = old ? "RSA PRIVATE KEY" : "PRIVATE KEY";
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
        return form == KeyFileForm.LITERAL_NEWLINES ? pem.replace("\n", "\\n") : pem;
    }

    private static void write(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Replaced as a whole: a service that re-reads the file never sees half of it.
        Path fresh = Files.createTempFile(folder, ".credentials", null);
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(fresh, content.getBytes(StandardCharsets.UTF_8));
        Files.move(
                fresh,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
