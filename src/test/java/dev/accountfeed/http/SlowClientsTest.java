package dev.accountfeed.http;

import static org.awaitility.Awaitility.await;

import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpVertx vertx = new HttpVertx(PATIENCE);

    @BeforeEach
    void bind() {
        context.getRegistry().bind("vertx", vertx);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        vertx.close();
    }

    private VertxPlatformHttpServer start() throws Exception {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
        context.addService(server);
        context.start();
        Loaded<Settings> settings = new SettingsReader(
                        text -> text.substring(text.indexOf(':') + 1, text.length() - 2), Set.of("file"))
                .read(Path.of("none"));
        new HttpDoors(vertx, () -> settings.value().orElseThrow()).guard(context);
        return server;
    }

    /** What follows the head is sent byte by byte, faster than a connection becomes idle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "POST /hooks/a/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX-Second: "
            })
    void aRequestThatDripsInIsNotWaitedFor(String head) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), start().getPort())) {
            socket.setSoTimeout(10);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> ended(socket));
        }
    }

    private static boolean ended(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
