package dev.accountfeed.source;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says why no secure connection was made, and what to do about it. */
final class TlsProblem {

    private TlsProblem() {}

    /** Null where it is none of the certificate. */
    static @Nullable String of(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException) {
                return "its certificate is for another host: check url";
            }
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet: check this machine's clock";
            }
            if (cause instanceof CertPathBuilderException) {
                return "nobody who is trusted has signed its certificate: for a private CA, set camel.ssl.trustStore";
            }
        }
        return null;
    }
}
