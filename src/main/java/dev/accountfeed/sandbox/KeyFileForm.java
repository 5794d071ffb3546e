package dev.accountfeed.sandbox;

/** The forms of credentials.json that have been seen. */
public enum KeyFileForm {
    /** As downloaded: PKCS#8 PEM. */
    PKCS8,
    /** PKCS#1 PEM, {@code BEGIN RSA PRIVATE KEY}. */
    PKCS1,
    /** PKCS#8, everything below {@code result}, as the management API answers. */
    WRAPPED,
    /** PKCS#8 with a backslash and an n for each line break, as from an environment variable. */
    LITERAL_NEWLINES
}
