package dev.accountfeed.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.RunningFeed;
import dev.accountfeed.ServiceProcess;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The feed as users run it, {@code bin/account-feed run}, in a folder of its own. */
final class FeedProcess extends MeasuredProcess {

    private static final Path HOME = Path.of("").toAbsolutePath();
    static final String TOKEN = "benchmark";

    private final Path folder;
    private final int port;
    private final int management;

    private FeedProcess(Path folder, int port, int management, ProcessBuilder builder) throws IOException {
        super(builder, folder.resolve("log"));
        this.folder = folder;
        this.port = port;
        this.management = management;
    }

    /** In a folder of its own below the build's; one that is there is emptied. */
    static FeedProcess start(String name, String sources, Map<String, String> settings, String javaOptions)
            throws IOException {
        Path folder = folder(name);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return again(name, sources, settings, javaOptions);
    }

    /** With the data that is there. */
    static FeedProcess again(String name, String sources, Map<String, String> settings, String javaOptions)
            throws IOException {
        Path folder = folder(name);
        Path config = Files.createDirectories(folder.resolve("config"));
        int port = RunningFeed.freePort();
        int management = RunningFeed.freePort();
        Files.writeString(config.resolve("application.properties"), settings(settings, port, management));
        Files.writeString(config.resolve("sources.yaml"), sources);
        keyFile(config.resolve("key.json"));
        ProcessBuilder builder = new ProcessBuilder(
                HOME.resolve("bin/account-feed").toString(),
                "run",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("data").toString());
        builder.environment().put("JAVA_OPTS", javaOptions + " -Xlog:gc:file=" + folder.resolve("gc.log"));
        return new FeedProcess(folder, port, management, builder);
    }

    static Path folder(String name) {
        return HOME.resolve("target/benchmark").resolve(name);
    }

    private static String settings(Map<String, String> more, int port, int management) throws IOException {
        Map<String, String> all = new TreeMap<>(more);
        all.put("camel.server.port", String.valueOf(port));
        all.put("camel.management.port", String.valueOf(management));
        all.put("feed.http.token", TOKEN);
        return ServiceProcess.settings(all);
    }

    private static void keyFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
            Files.writeString(
                    file,
                    Json.text(Json.MAPPER
                            .createObjectNode()
                            .put("account_email", "benchmark@example.com")
                            .put("account_id", 3456750)
                            .put("key_id", "benchmark")
                            .put("private_key", pem)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Saves another inventory, which the feed takes over while it runs. */
    void sources(String yaml) throws IOException {
        Files.writeString(folder.resolve("config/sources.yaml"), yaml);
    }

    Path data() {
        return folder.resolve("data");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    JsonNode get(String path) throws IOException {
        return Json.tree(Processes.get(url() + path));
    }

    /** What the polls of a provider have taken so far, in seconds, and how many there were. */
    double[] polls(String provider) throws IOException {
        String metrics = Processes.get("http://127.0.0.1:" + management + "/observe/metrics");
        double[] figures = new double[2];
        for (String line : metrics.lines().toList()) {
            for (String name : List.of("sum", "count")) {
                if (line.startsWith("account_feed_poll_duration_seconds_" + name) && line.contains(provider)) {
                    figures[name.equals("sum") ? 0 : 1] = Double.parseDouble(line.substring(line.indexOf(' ') + 1));
                }
            }
        }
        return figures;
    }

    /** Asks for a poll, and returns its id. */
    String trigger(String source) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/api/sources/" + source + "/poll"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return Json.tree(Processes.HTTP
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("id")
                .asText();
    }

    /** Polls a source now, to its end; the poll as the feed tells of it. */
    JsonNode poll(String source) throws IOException, InterruptedException {
        String id = trigger(source);
        JsonNode poll = get("/api/polls/" + id);
        // To ask often would take of the processors what is measured, where it takes long.
        for (int pause = 1; !poll.path("state").asText().equals("ended"); pause = Math.min(20, 2 * pause)) {
            check();
            Thread.sleep(pause);
            poll = get("/api/polls/" + id);
        }
        return poll;
    }

    /** Waits until it answers. */
    FeedProcess await() throws IOException, InterruptedException {
        while (true) {
            check();
            try {
                get("/api/sinks");
                return this;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
    }

    /** Waits until the sinks have everything. */
    void awaitDelivery() throws IOException, InterruptedException {
        JsonNode sinks = get("/api/sinks").path("items");
        while (sinks.findValues("lag").stream().anyMatch(lag -> lag.asLong() > 0)) {
            check();
            Thread.sleep(20);
            sinks = get("/api/sinks").path("items");
        }
    }

    /** The largest heap after a full collection so far, or after any where none was full, in megabytes. */
    long peakHeap() throws IOException {
        List<String> log = Files.readAllLines(folder.resolve("gc.log"));
        return peak(log, "Pause Full").or(() -> peak(log, "Pause")).orElse(0L);
    }

    private static Optional<Long> peak(List<String> log, String kind) {
        Pattern after = Pattern.compile("->(\\d+)M\\(");
        return log.stream()
                .filter(line -> line.contains(kind))
                .map(after::matcher)
                .filter(Matcher::find)
                .map(line -> Long.valueOf(line.group(1)))
                .max(Comparator.naturalOrder());
    }
}
