package dev.accountfeed.kafka;

import dev.accountfeed.ServiceProcess;
import dev.accountfeed.cli.VerifyCommand;
import dev.accountfeed.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The service as users run it, with both sinks. */
final class KilledService implements AutoCloseable {

    private final ServiceProcess service;

    private KilledService(ServiceProcess service) {
        this.service = service;
    }

    /** Not yet started; both providers are polled twice a second. */
    static KilledService prepare(Path folder, Sandbox sandbox, String brokers) throws IOException {
        return new KilledService(ServiceProcess.prepare(
                folder,
                "sources:\n" + sandbox.sources(folder.resolve("secrets")).replace("every: 2s", "every: 500ms"),
                Map.of(
                        "feed.sinks", "file,kafka",
                        "camel.component.kafka.brokers", brokers,
                        "camel.management.enabled", "false",
                        "camel.server.enabled", "false",
                        "feed.file.max-bytes", "100000")));
    }

    void start(String... options) throws IOException {
        service.start(options);
    }

    Path data() {
        return service.data();
    }

    Path log() {
        return service.log();
    }

    boolean isAlive() {
        return service.isAlive();
    }

    void kill() throws InterruptedException {
        service.kill();
    }

    /** SIGTERM; the seconds that the end took. */
    long end() throws InterruptedException {
        return service.end();
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
                        service.config().toString(),
                        "--routes",
                        "routes",
                        "--data",
                        data().toString());
        return out.toString().lines().toList();
    }

    @Override
    public void close() {
        service.close();
    }
}
