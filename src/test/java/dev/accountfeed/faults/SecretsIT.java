package dev.accountfeed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.accountfeed.RunningFeed;
import dev.accountfeed.ServiceProcess;
import dev.accountfeed.account.Json;
import dev.accountfeed.kafka.Reader;
import dev.accountfeed.kafka.TestBroker;
import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.RequestLog;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marked secrets go in, faults of all kinds happen, everything is logged: no mark comes out anywhere. */
class SecretsIT {

    private static final String MARK = "MARKED-";
    private static final String PASSWORD = MARK + "password";
    private static final String HTTP_TOKEN = MARK + "http-token";
    private static final String API_KEY = MARK + "api-key";
    private static final String HOOK = MARK + "hook";
    private static final String KAFKA_PASSWORD = MARK + "kafka";

    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private static final List<String> FAULTS = List.of(
            "{\"fault\": \"malformed\", \"times\": 4}",
            "{\"fault\": \"truncated\", \"times\": 4}",
            "{\"fault\": \"wrong-type\", \"times\": 4}",
            "{\"fault\": \"missing-fields\", \"field\": \"status\", \"every\": 1, \"times\": 4}",
            "{\"fault\": \"duplicate-keys\", \"times\": 4}",
            "{\"fault\": \"wrong-charset\", \"charset\": \"UTF-16LE\", \"times\": 4}",
            "{\"fault\": \"server-error\", \"text\": \"who is " + PASSWORD
                    + "?\", \"caller\": \"marked\", \"times\": 4}",
            "{\"fault\": \"forbidden\", \"text\": \"no " + API_KEY + "\", \"caller\": \"api key\", \"times\": 2}",
            "{\"fault\": \"redirect\", \"times\": 2}",
            "{\"fault\": \"garbage\", \"times\": 2}",
            "{\"fault\": \"reset\", \"times\": 2}",
            "{\"fault\": \"hostile-ids\", \"times\": 2}",
            "{\"fault\": \"server-error\", \"times\": 4}");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void noSecretLeavesTheFeed() throws Exception {
        FaultCount count = new FaultCount("secrets");
        int port = RunningFeed.freePort();
        int management = RunningFeed.freePort();
        int kafka = RunningFeed.freePort();
        try (KafkaBroker broker = broker(kafka);
                Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                ServiceProcess service = prepare(sandbox, port, management, kafka)) {
            sandbox.infobipUser("marked", PASSWORD);
            sandbox.infobipApiKey(API_KEY);
            sandbox.update(
                    "voximplant",
                    "3456750",
                    "{\"api_key\": \"%1$sa\", \"callback_salt\": \"%1$sb\", \"sip_password\": \"%1$sc\"}"
                            .formatted(MARK));
            Process process = service.start(
                    "-Dlog4j2.configurationFile=config/log4j2.yaml," + debugging(folder.resolve("debug.yaml")));
            awaitCalls(sandbox, 6);
            for (String fault : FAULTS) {
                sandbox.fault(fault);
                awaitCalls(sandbox, 5);
                sandbox.clearFaults();
            }
            Map<String, String> outputs = new LinkedHashMap<>();
            outputs.put("process arguments", arguments(process));
            assertThat(outputs.get("process arguments")).contains("AccountFeed");
            for (String path : List.of("/api/sources", "/api/sinks", "/api/accounts", "/api/events?after=0", "/")) {
                outputs.put(path, call(port, "GET", path, HTTP_TOKEN));
            }
            outputs.put("/hooks", call(port, "POST", "/hooks/voximplant/" + HOOK, ""));
            outputs.put("/hooks, wrong", call(port, "POST", "/hooks/voximplant/" + MARK + "wrong", ""));
            outputs.put("wrong token", call(port, "POST", "/api/sources/vox/poll", MARK + "wrong"));
            outputs.put("poll", call(port, "POST", "/api/sources/vox/poll", HTTP_TOKEN));
            outputs.put("health", call(management, "GET", "/observe/health", ""));
            outputs.put("metrics", call(management, "GET", "/observe/metrics", ""));
            assertThat(outputs.get("/api/events?after=0")).contains("ivan123");
            assertThat(outputs.get("metrics")).contains("account_feed_polls");
            awaitCalls(sandbox, 4);
            service.end();

            outputs.put("log", Files.readString(service.log()));
            outputs.put("stdout", Files.readString(service.out()));
            assertThat(outputs.get("log")).contains("DEBUG").contains("malformed");
            files(service.data(), outputs);
            topics(broker, outputs);
            assertThat(outputs.get("topic account-events")).contains("ivan123").contains("ce_source=/account-feed/vox");
            assertThat(outputs.get("topic accounts")).contains("ivan123");
            assertThat(outputs.keySet())
                    .anyMatch(name -> name.contains("dead-letters"))
                    .anyMatch(name -> name.contains("events"));

            List<String> secrets = secrets(sandbox, service);
            Set<String> found = new TreeSet<>();
            outputs.forEach((name, text) -> secrets.forEach(secret -> {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    found.add(name + ": " + before(text, at) + secret);
                }
            }));
            count.survived(FAULTS.size());
            count.secrets(found.size());
            count.write();
            assertThat(found).isEmpty();
        }
    }

    private static String arguments(Process process) throws IOException {
        Path linux = Path.of("/proc/" + process.pid() + "/cmdline");
        return Files.exists(linux)
                ? Files.readString(linux)
                : process.info().commandLine().orElse("AccountFeed, which this system does not tell");
    }

    /** One that asks the feed for its password, in clear, at the port given; without one at its own. */
    private static KafkaBroker broker(int port) throws IOException {
        String controller = "127.0.0.1:" + RunningFeed.freePort();
        return TestBroker.start(
                Map.of(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://"
                                + controller,
                        "controller.quorum.voters",
                        "1@" + controller,
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                        LOGIN + "user_feed=\"" + KAFKA_PASSWORD + "\";"),
                List.of());
    }

    private ServiceProcess prepare(Sandbox sandbox, int port, int management, int kafka) throws IOException {
        Path key = Files.createDirectories(folder.resolve("config/secrets")).resolve("vox.json");
        sandbox.voximplantCredentials(key);
        String sources = """
                sources:
                  - {id: vox, provider: voximplant, url: %1$s, every: 100ms, credentials: {file: secrets/vox.json}, callback: {token: %2$s}}
                  - {id: list, provider: infobip, url: %3$s, every: 100ms, credentials: {username: marked, password: %4$s}}
                  - {id: xml, provider: infobip, url: %3$s, every: 100ms, credentials: {apiKey: %5$s}, options: {format: xml}}
                  - {id: refused, provider: infobip, url: %3$s, every: 1s, credentials: {username: refused, password: %5$s-wrong}}
                providers:
                  infobip: {concurrency: 8, requestsPerSecond: 1000, timeout: 2s}
                  voximplant: {concurrency: 8, requestsPerSecond: 1000, timeout: 2s}
                """.formatted(sandbox.url("voximplant"), HOOK, sandbox.url("infobip"), PASSWORD, API_KEY);
        return ServiceProcess.prepare(
                folder,
                sources,
                Map.of(
                        "camel.server.port",
                        Integer.toString(port),
                        "camel.management.port",
                        Integer.toString(management),
                        "feed.http.token",
                        HTTP_TOKEN,
                        "feed.sinks",
                        "file,kafka",
                        "camel.component.kafka.brokers",
                        "127.0.0.1:" + kafka,
                        "camel.component.kafka.securityProtocol",
                        "SASL_PLAINTEXT",
                        "camel.component.kafka.saslMechanism",
                        "PLAIN",
                        "camel.component.kafka.saslJaasConfig",
                        LOGIN + "username=\"feed\" password=\"" + KAFKA_PASSWORD + "\";"));
    }

    /** Laid over the shipped file, as a user would who asks for more. */
    private static Path debugging(Path file) throws IOException {
        return Files.writeString(file, """
                Configuration:
                  Loggers:
                    Logger:
                      - {name: org.apache.camel, level: debug}
                      - {name: org.apache.kafka, level: debug}
                      - {name: com.zaxxer.hikari, level: debug}
                    Root:
                      level: debug
                """);
    }

    /** The marks, as they are and as they go over the wire, every credential that was used, and the private key. */
    private static List<String> secrets(Sandbox sandbox, ServiceProcess service) throws IOException {
        List<String> secrets = new ArrayList<>();
        secrets.add(MARK);
        for (String login : List.of("marked:" + PASSWORD, "refused:" + API_KEY + "-wrong")) {
            secrets.add(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        String key = Json.tree(Files.readString(service.config().resolve("secrets/vox.json")))
                .path("private_key")
                .asText();
        secrets.add(key.lines().skip(1).findFirst().orElseThrow());
        // The head of every token that was signed: RS256.
        secrets.add("eyJ");
        assertThat(sandbox.requests().entries())
                .extracting(RequestLog.Entry::credential)
                .anyMatch(one -> one.startsWith("Bearer"));
        return secrets;
    }

    /** What stands before a place, without what differs from line to line. */
    private static String before(String text, int at) {
        return text.substring(Math.max(0, at - 100), at).replaceAll("[0-9]+", "9");
    }

    private static void awaitCalls(Sandbox sandbox, int each) {
        sandbox.requests().clear();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.requests().count("infobip") >= each
                        && sandbox.requests().count("voximplant") >= each / 2);
    }

    private String call(int port, String method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : ""));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    }

    private static void files(Path folder, Map<String, String> outputs) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Bytes as they are: the database is no text.
                outputs.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Headers, keys and values of every topic, Kafka's own too. */
    private static void topics(KafkaBroker broker, Map<String, String> outputs) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            for (String topic : admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get()) {
                StringBuilder text = new StringBuilder();
                for (ConsumerRecord<String, String> record : Reader.read(broker.address(), topic)) {
                    record.headers().forEach(header -> text.append(header.key())
                            .append('=')
                            .append(new String(header.value(), StandardCharsets.UTF_8))
                            .append('\n'));
                    text.append(record.key())
                            .append('\n')
                            .append(record.value())
                            .append('\n');
                }
                outputs.put("topic " + topic, text.toString());
            }
        }
    }
}
