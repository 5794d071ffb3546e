package dev.accountfeed.http;

import dev.accountfeed.config.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who comes in, before anything of a request's body is read: by the {@code Host} header and the token.
 *
 * <p>What acts needs the token; beyond loopback everything does, but health and callbacks, whose paths hold a secret.
 */
final class HttpGate implements Handler<RoutingContext> {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String HOOKS = "/hooks/";
    private static final String HEALTH = "/observe/health";
    private static final Set<String> PROBES = Set.of(HEALTH + "/live", HEALTH + "/ready");

    private final boolean loopback;
    private final Supplier<Settings> settings;
    private volatile Access access;

    /**
     * @param address that the server is bound to
     * @param settings those in force: asked with every request
     */
    HttpGate(String address, Supplier<Settings> settings) {
        loopback = AllowedHosts.isLoopback(address);
        this.settings = settings;
        access = Access.by(settings.get());
    }

    /** Whom some settings let in. */
    private record Access(
            Settings settings, AllowedHosts hosts, @Nullable BearerToken token) {

        static Access by(Settings settings) {
            String secret = settings.httpToken();
            return new Access(
                    settings, new AllowedHosts(settings.httpHosts()), secret == null ? null : new BearerToken(secret));
        }
    }

    @SuppressWarnings("ReferenceEquality") // each reload makes them anew
    private Access access() {
        Settings now = settings.get();
        Access known = access;
        if (known.settings != now) {
            known = Access.by(now);
            access = known;
        }
        return known;
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
        // The path that the routes are found by: without dots and double slashes.
        String path = context.normalizedPath();
        HttpServerRequest request = context.request();
        if (!isKnownHost(request)) {
            if (!PROBES.contains(path)) {
                throw new ApiException(
                        421, "this Host is not served: use localhost, or name the host in feed.http.hosts");
            }
            // Who probes calls an address that no settings know, and is told whether it is up: no names, no details.
            request.params().set("exposureLevel", "oneline");
        }
        boolean health = path.equals(HEALTH) || path.startsWith(HEALTH + "/");
        boolean acts = !READING.contains(request.method());
        boolean open = health || path.startsWith(HOOKS);
        if (!open && (acts || !loopback)) {
            authorize(context);
        }
        context.next();
    }

    private boolean isKnownHost(HttpServerRequest request) {
        return request.headers().getAll("Host").size() == 1 && access().hosts.allows(request.getHeader("Host"));
    }

    private void authorize(RoutingContext context) {
        BearerToken token = access().token;
        if (token == null) {
            throw new ApiException(403, "nobody may do this: no token is configured; set feed.http.token");
        }
        if (!token.authorizes(context.request().getHeader("Authorization"))) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            throw new ApiException(401, "send the header Authorization: Bearer, with the value of feed.http.token");
        }
    }
}
