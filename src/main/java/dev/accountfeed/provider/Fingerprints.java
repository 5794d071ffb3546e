package dev.accountfeed.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.account.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;

/** What equal records of one source have in common, and no others. */
public final class Fingerprints {

    private final Secrets secrets;
    private final MessageDigest begun;

    /** @param begun with all that decides what a record is mapped to, beside the record itself */
    Fingerprints(Secrets secrets, MessageDigest begun) {
        this.secrets = secrets;
        this.begun = begun;
    }

    /**
     * What an equal record has too; drops its secrets first, which are never hashed: a digest of a short one can be
     * turned back by trying.
     *
     * <p>128 bits of SHA-256: two different records share one less often than a disk invents data.
     */
    public byte[] of(JsonNode record) {
        secrets.drop(record);
        return Arrays.copyOf(Sha256.from(begun).digest(Json.rawBytes(record)), 16);
    }
}
