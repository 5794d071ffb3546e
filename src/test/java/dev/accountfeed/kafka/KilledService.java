package dev.accountfeed.kafka;

import dev.accountfeed.cli.VerifyCommand;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The service as users run it, a process of its own, with both sinks. */
final class KilledService implements AutoCloseable {

    private final Path folder;
    private Process process;

    private KilledService(Path folder) {
        this.folder = folder;
    }

    /** Not yet started; both providers are polled twice a second. */
    static KilledService prepare(Path folder, Sandbox sandbox, String brokers) throws IOException {
        KilledService service = new KilledService(folder);
        Path config = Files.createDirectories(folder.resolve("config"));
        String settings = Files.readString(Path.of("config/application.properties"))
                .replace("feed.sinks = file\n", "feed.sinks = file,kafka\n")
                .replace("localhost:9092", brokers)
                .replace("camel.management.enabled = true", "camel.management.enabled = false")
                .replace("camel.server.enabled = true", "camel.server.enabled = false")
                .replace("feed.file.max-bytes = 104857600", "feed.file.max-bytes = 100000");
        Files.writeString(config.resolve("application.properties"), settings);
        Files.writeString(
                config.resolve("sources.yaml"),
                "sources:\n" + sandbox.sources(folder.resolve("secrets")).replace("every: 2s", "every: 500ms"));
        return service;
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.configurationFile=config/log4j2.yaml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.accountfeed.cli.AccountFeed",
                        "run",
                        "--config",
                        folder.resolve("config").toString(),
                        "--routes",
                        "routes",
                        "--data",
                        data().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("log");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the seconds that the end took. */
    long end() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor();
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    /** Bytes that the file sink has. */
    long written() {
        try (Stream<Path> files = Files.list(data().resolve("events"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What {@code verify} prints. */
    List<String> verify(String sink) {
        StringWriter out = new StringWriter();
        new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(
                        sink,
                        "--config",
                        folder.resolve("config").toString(),
                        "--routes",
                        "routes",
                        "--data",
                        data().toString());
        return out.toString().lines().toList();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
