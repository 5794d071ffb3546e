package dev.accountfeed.auth;

import java.security.interfaces.RSAPrivateKey;

/**
 * A private key, what the provider calls it, and the account it belongs to.
 *
 * @param accountId digits
 */
public record ServiceAccountKey(String accountId, String keyId, RSAPrivateKey privateKey) {

    /** Without the key itself, which would be encoded for it: maps are asked with keys at every call. */
    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "ServiceAccountKey[accountId=" + accountId + ", keyId=" + keyId + "]";
    }
}
