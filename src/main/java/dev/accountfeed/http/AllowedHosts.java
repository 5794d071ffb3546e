package dev.accountfeed.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that a {@code Host} header may hold: a page of another site, rebound to this address, sends its own name. */
final class AllowedHosts {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost\\.?|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

    private final Set<String> names;

    /** @param names besides those of loopback, without a port */
    AllowedHosts(Collection<String> names) {
        this.names = names.stream()
                .map(name -> inHeader(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean allows(@Nullable String header) {
        var host = HOST.matcher(header == null ? "" : header.strip().toLowerCase(Locale.ROOT));
        return host.matches() && (isLoopback(host.group(1)) || names.contains(host.group(1)));
    }

    /** Whether a name or an address, as it is in settings and headers, means this machine only. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(inHeader(host)).matches();
    }

    /** An address of IPv6 stands in brackets there. */
    private static String inHeader(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
