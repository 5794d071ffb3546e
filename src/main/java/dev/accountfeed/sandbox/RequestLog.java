package dev.accountfeed.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The calls that have come: how many to which provider and path, and the last of them one by one. */
public final class RequestLog {

    private static final int KEPT = 10_000;
    private static final int COUNTED_PATHS = 10_000;
    private static final List<String> HEADERS =
            List.of("Accept", "Accept-Encoding", "Content-Type", "Host", "User-Agent");

    // Salted, so that a weak password cannot be guessed from what is printed.
    private final byte[] salt = new byte[16];
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();

    RequestLog() {
        new SecureRandom().nextBytes(salt);
    }

    /**
     * A call.
     *
     * @param provider its name; {@code sandbox} for calls to places that nobody should call
     * @param caller user name or token issuer, as claimed
     * @param credential scheme and a fingerprint, equal for equal credentials of one sandbox, never the credential
     * @param headers that matter, without Authorization
     * @param faults that were applied
     */
    public record Entry(
            Instant time,
            String provider,
            String method,
            String path,
            Map<String, String> query,
            String caller,
            String credential,
            Map<String, String> headers,
            int status,
            List<String> faults) {}

    /** Calls to the provider since the start, or since {@link #clear}. */
    public synchronized int count(String provider) {
        return counts.getOrDefault(provider, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Calls to the provider's path, without query. */
    public synchronized int count(String provider, String path) {
        return counts.getOrDefault(provider, Map.of()).getOrDefault(path, 0);
    }

    /** By provider and path. */
    public synchronized Map<String, Map<String, Integer>> counts() {
        Map<String, Map<String, Integer>> copy = new TreeMap<>();
        counts.forEach((provider, paths) -> copy.put(provider, new TreeMap<>(paths)));
        return copy;
    }

    /** The last calls, at most 10,000, oldest first. */
    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** The last calls to the provider, oldest first. */
    public List<Entry> entries(String provider) {
        return entries().stream()
                .filter(entry -> entry.provider().equals(provider))
                .toList();
    }

    public synchronized void clear() {
        entries.clear();
        counts.clear();
    }

    void add(String provider, Request request, String caller, int status, List<String> faults) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : HEADERS) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        Entry entry = new Entry(
                request.received(),
                provider,
                request.method(),
                request.path(),
                masked(request.query()),
                caller,
                request.header("Authorization").map(this::fingerprint).orElse(""),
                headers,
                status,
                List.copyOf(faults));
        synchronized (this) {
            if (entries.size() == KEPT) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            Map<String, Integer> paths = counts.computeIfAbsent(provider, name -> new HashMap<>());
            // Callers choose paths: the table must not grow for ever.
            String path = paths.size() < COUNTED_PATHS || paths.containsKey(request.path()) ? request.path() : "other";
            paths.merge(path, 1, Integer::sum);
        }
    }

    private static Map<String, String> masked(Map<String, String> query) {
        Map<String, String> shown = new TreeMap<>(query);
        shown.replaceAll((name, value) ->
                name.toLowerCase(Locale.ROOT).matches(".*(key|secret|salt|token|password).*") ? "***" : value);
        return shown;
    }

    private String fingerprint(String authorization) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            byte[] hash = digest.digest(authorization.getBytes(StandardCharsets.UTF_8));
            int space = authorization.indexOf(' ');
            String scheme = space < 0 ? "" : authorization.substring(0, space);
            boolean known = List.of("Basic", "Bearer", "App").contains(scheme);
            return (known ? scheme : "unknown") + " " + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
