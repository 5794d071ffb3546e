package dev.accountfeed.http;

import dev.accountfeed.config.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
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

    private final boolean loopback;
    private final AllowedHosts hosts;
    private final @Nullable BearerToken token;

    /** @param address that the server is bound to */
    HttpGate(String address, Settings settings) {
        loopback = AllowedHosts.isLoopback(address);
        hosts = new AllowedHosts(settings.httpHosts());
        String secret = settings.httpToken();
        token = secret == null ? null : new BearerToken(secret);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
        // The path that the routes are found by: without dots and double slashes.
        String path = context.normalizedPath();
        HttpServerRequest request = context.request();
        boolean health = path.equals(HEALTH) || path.startsWith(HEALTH + "/");
        // Who probes for health calls an address that no settings know.
        if (!health && !isKnownHost(request)) {
            throw new ApiException(421, "this Host is not served: use localhost, or name the host in feed.http.hosts");
        }
        boolean acts = !READING.contains(request.method());
        boolean open = health || path.startsWith(HOOKS);
        if (!open && (acts || !loopback)) {
            authorize(context);
        }
        context.next();
    }

    private boolean isKnownHost(HttpServerRequest request) {
        return request.headers().getAll("Host").size() == 1 && hosts.allows(request.getHeader("Host"));
    }

    private void authorize(RoutingContext context) {
        if (token == null) {
            throw new ApiException(403, "nobody may do this: no token is configured; set feed.http.token");
        }
        if (!token.authorizes(context.request().getHeader("Authorization"))) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            throw new ApiException(401, "send the header Authorization: Bearer, with the value of feed.http.token");
        }
    }
}
