package dev.accountfeed.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The threads of both HTTP servers, and the limits that Camel has no settings for.
 *
 * <p>Camel takes it because it is in the registry; otherwise each server would make one of its own, without limits.
 */
final class HttpVertx extends VertxWrapper {

    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 8192;

    private final Duration patience;
    private final SlowClients slowClients;

    /** @param patience with a connection on which nothing happens, and with a request that does not come to its end */
    HttpVertx(Duration patience) {
        super((VertxInternal) Vertx.vertx(options()));
        this.patience = patience;
        slowClients = new SlowClients(this, patience);
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(2)
                // Routes block: on the database, or on the disk.
                .setWorkerPoolSize(16)
                // A start that fails must be able to end.
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    SlowClients slowClients() {
        return slowClients;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        HttpServer server = super.createHttpServer(options.setIdleTimeout((int) patience.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS));
        return server.connectionHandler(slowClients::opened);
    }

    @Override
    public HttpServer createHttpServer() {
        return createHttpServer(new HttpServerOptions());
    }
}
