package dev.accountfeed.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Base URLs that other parts of a request are appended to. */
public final class Urls {

    private Urls() {}

    /** What is wrong with a base URL, without repeating it: it may hold a password. */
    public static Optional<String> problem(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL; write for example https://api.example.com/path");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("must begin with https:// (or http://)");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must not hold a user or password; put them under `credentials`");
        }
        if (uri.getHost() == null) {
            return Optional.of("has no host that can be looked up; write for example https://api.example.com/path");
        }
        if (uri.getPort() > 65535 || uri.getPort() == 0) {
            return Optional.of("must have a port from 1 to 65535");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("must end before the ? or #; what is asked of the provider stands under `options`");
        }
        return Optional.empty();
    }

    /** A base URL that has no problem, without a slash at its end: what is appended begins with one. */
    public static URI base(String text) {
        return URI.create(text.replaceFirst("/+$", ""));
    }
}
