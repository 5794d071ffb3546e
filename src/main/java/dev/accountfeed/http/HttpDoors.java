package dev.accountfeed.http;

import dev.accountfeed.config.Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Puts the gate before all routes of a server, limits on what requests bring, and a readable answer behind them. */
final class HttpDoors {

    private static final long MAX_BODY = 64 * 1024;
    private static final String UNDECODABLE = "path and query must be percent-encoded: write % as %25";

    private final HttpVertx vertx;
    private final Supplier<Settings> settings;

    HttpDoors(HttpVertx vertx, Supplier<Settings> settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Starts the servers, if they are to run, and guards them before anything is served. */
    void guard(CamelContext context) {
        // Camel would start them after this, and its routes right behind them.
        ServiceHelper.startService(context.hasServices(MainHttpServer.class));
        ServiceHelper.startService(context.hasServices(ManagementHttpServer.class));
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).forEach(this::guard);
    }

    private void guard(VertxPlatformHttpRouter router) {
        VertxPlatformHttpServer server = router.getServer();
        // Its paths are decoded before any route is asked; without a handler, the router logs those that cannot be.
        Router outer = (Router) server.getServer().requestHandler();
        outer.errorHandler(400, context -> answer(context, 400, UNDECODABLE));
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(this::begin)
                .handler(HttpDoors::decode)
                .handler(new HttpGate(server.getHost(), settings))
                .handler(HttpDoors::forgetType)
                .failureHandler(HttpDoors::failed);
        // Not Camel's own, which takes more.
        router.route()
                .order(Integer.MIN_VALUE + 1)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.route().order(Integer.MIN_VALUE + 2).handler(this::received);
        router.route().last().handler(context -> noRoute(router, context));
    }

    private void begin(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        vertx.slowClients().expect(connection);
        context.addEndHandler(ended -> vertx.slowClients().expect(connection));
        context.next();
    }

    /** Reads the parameters, which are kept: where a route is looked for, the router logs those that it cannot decode. */
    private static void decode(RoutingContext context) {
        try {
            context.request().params();
        } catch (IllegalArgumentException e) {
            // Its words hold the path, and so may hold a callback's token.
            throw new ApiException(400, UNDECODABLE);
        }
        context.next();
    }

    /** A body is bytes, whatever it is called: forms and foreign charsets would be decoded, with faults of their own. */
    private static void forgetType(RoutingContext context) {
        context.request().headers().remove("Content-Type");
        context.next();
    }

    private void received(RoutingContext context) {
        vertx.slowClients().received(context.request().connection());
        context.next();
    }

    private static void noRoute(VertxPlatformHttpRouter router, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method().equals(HttpMethod.HEAD)) {
            // The same as GET, from the gate on; what is written of a body is left out by the server.
            String query = request.query();
            context.reroute(HttpMethod.GET, request.path() + (query == null ? "" : "?" + query));
            return;
        }
        Set<String> methods = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && matches(route.getName(), context.normalizedPath())) {
                route.methods().forEach(method -> methods.add(method.name()));
            }
        }
        if (methods.isEmpty()) {
            throw new ApiException(404, "there is nothing at this path");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allowed = String.join(", ", methods);
        context.response().putHeader("Allow", allowed);
        throw new ApiException(405, "this path takes " + allowed + " only");
    }

    private static boolean matches(String template, String path) {
        String pattern = Pattern.quote(template).replaceAll(":[A-Za-z]+", "\\\\E[^/]+\\\\Q");
        return Pattern.matches(pattern, path);
    }

    private static void failed(RoutingContext context) {
        if (context.failure() instanceof ApiException known) {
            answer(context, known.status(), known.getMessage());
        } else {
            answer(context, context.statusCode(), null);
        }
    }

    /** @param error null for what HTTP calls the status */
    private static void answer(RoutingContext context, int status, @Nullable String error) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            request.connection().close();
            return;
        }
        if (!request.isEnded()) {
            // What has not been read of the request would be taken for the next one.
            response.putHeader("Connection", "close");
            context.addEndHandler(ended -> request.connection().close());
        }
        response.setStatusCode(status).putHeader("Content-Type", ApiErrors.CONTENT_TYPE);
        response.end(ApiErrors.body(error == null ? response.getStatusMessage() : error));
    }
}
