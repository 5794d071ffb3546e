package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.source.SourceStatus;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the feed gives its credentials: hosts whose certificate is good, and no others. */
class TlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final List<String> CERTIFICATES = List.of("good", "expired", "other-host", "self-signed");
    private static final String SOURCE =
            "  - {id: %s, provider: infobip, url: '%s', every: 3000d, credentials: {username: Aladdin, password: open sesame}}\n";

    private final List<HttpsServer> servers = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private String serve(String certificate) {
        try (InputStream file = TlsIT.class.getResourceAsStream("/tls/" + certificate + ".p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.createContext("/", exchange -> {
                calls.incrementAndGet();
                byte[] body = "{\"accounts\":[{\"key\":\"A\",\"name\":\"a\",\"enabled\":true}]}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            servers.add(server);
            return "https://127.0.0.1:" + server.getAddress().getPort();
        } catch (Exception e) {
            throw new AssertionError(certificate, e);
        }
    }

    private Map<String, SourceStatus> poll(Path folder, Map<String, String> settings) {
        StringBuilder sources = new StringBuilder("sources:\n");
        CERTIFICATES.forEach(certificate -> sources.append(SOURCE.formatted(certificate, serve(certificate))));
        sources.append(SOURCE.formatted("unknown-host", "https://provider.invalid"));
        sources.append("providers:\n  infobip: {concurrency: 8, requestsPerSecond: 100, timeout: 1500ms}\n");
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                RunningFeed feed = RunningFeed.start(folder, sandbox, sources.toString(), settings)) {
            return feed.status().stream().collect(Collectors.toMap(SourceStatus::id, status -> status));
        }
    }

    @Test
    void withoutSettingsOnlyTheCasThatJavaTrustsAreTrusted(@TempDir Path folder) {
        Map<String, SourceStatus> results = poll(folder, Map.of());
        CERTIFICATES.forEach(certificate -> refused(results.get(certificate), "private CA, set camel.ssl.trustStore"));
        assertThat(results.get("unknown-host").outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(results.get("unknown-host").message()).isEqualTo("host provider.invalid is not known: check url");
        assertThat(calls).as("requests, which would have held the credentials").hasValue(0);
    }

    @Test
    void aPrivateCaIsTrustedByItsSettingsAndNothingElseWithIt(@TempDir Path folder) {
        Map<String, SourceStatus> results = poll(
                folder,
                Map.of(
                        "camel.ssl.enabled", "true",
                        "camel.ssl.trustStore",
                                "file:"
                                        + Path.of("src/test/resources/tls/ca.p12")
                                                .toAbsolutePath(),
                        "camel.ssl.trustStorePassword", "changeit"));
        assertThat(results.get("good").outcome()).isEqualTo(Outcome.OK);
        assertThat(calls).hasPositiveValue();
        refused(results.get("expired"), "its certificate has expired");
        refused(results.get("other-host"), "its certificate is for another host: check url");
        refused(results.get("self-signed"), "nobody who is trusted has signed its certificate");
    }

    private static void refused(SourceStatus result, String why) {
        assertThat(result.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(result.message())
                .startsWith("no secure connection to 127.0.0.1")
                .contains(why);
    }
}
