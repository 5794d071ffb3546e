package dev.accountfeed.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real Kafka broker of one node, as a process of its own on the loopback address, with its data in a folder. */
public final class KafkaBroker implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final String STARTED = "Kafka Server started";

    private static final String CLUSTER = "aWZlZWQtYWNjb3VudC1mZQ";

    private final KafkaBrokerJars jars;
    private final Path folder;
    private final Path properties;
    private final int port;
    private final Thread guard = new Thread(this::kill, "account-feed-kafka-broker-end");
    private @Nullable Process process;

    private KafkaBroker(KafkaBrokerJars jars, Path folder, int port) {
        this.jars = jars;
        this.folder = folder;
        this.port = port;
        properties = folder.resolve("server.properties");
    }

    /** One that anybody on this machine may use. */
    public static KafkaBroker start(KafkaBrokerJars jars, Path folder) throws IOException {
        return start(jars, folder, Map.of(), List.of());
    }

    /**
     * One with settings of its own.
     *
     * @param settings more lines of server.properties; {@code {port}} stands for the broker's port
     * @param users arguments of the storage tool, which makes the users of SCRAM
     */
    public static KafkaBroker start(KafkaBrokerJars jars, Path folder, Map<String, String> settings, List<String> users)
            throws IOException {
        Files.createDirectories(folder);
        KafkaBroker broker = new KafkaBroker(jars, folder, freePort());
        broker.prepare(settings, users);
        Runtime.getRuntime().addShutdownHook(broker.guard);
        broker.start();
        return broker;
    }

    /** What clients call bootstrap servers. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    private void prepare(Map<String, String> more, List<String> users) throws IOException {
        int controller = freePort();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "log.dirs", data().toString().replace('\\', '/'),
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0"));
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(internal + ".replication.factor", "1");
            settings.put(internal + ".num.partitions", "1");
            settings.put(internal + ".min.isr", "1");
        }
        settings.remove("offsets.topic.min.isr");
        // A broker that was killed may come back only when its former life has timed out.
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("broker.session.timeout.ms", "2500");
        settings.put("controller.quorum.election.timeout.ms", "200");
        settings.put("controller.quorum.fetch.timeout.ms", "400");
        settings.putAll(more);
        Properties lines = new Properties();
        settings.forEach((key, value) -> lines.setProperty(key, value.replace("{port}", String.valueOf(port))));
        try (Writer writer = Files.newBufferedWriter(properties)) {
            lines.store(writer, null);
        }
        Files.writeString(folder.resolve("log4j2.properties"), """
                status = error
                appender.out.type = Console
                appender.out.name = out
                appender.out.layout.type = PatternLayout
                appender.out.layout.pattern = %d %p %c %m%n
                rootLogger.level = warn
                rootLogger.appenderRef.out.ref = out
                logger.started.name = kafka.server.KafkaRaftServer
                logger.started.level = info
                """);
        format(users);
    }

    /** Makes the folder of its data. */
    private void format(List<String> users) throws IOException {
        if (users.isEmpty()) {
            // All that the tool would write, whose start takes a second.
            Files.createDirectories(data());
            Files.writeString(data().resolve("meta.properties"), "version=1\nnode.id=1\ncluster.id=" + CLUSTER + "\n");
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("format", "-t", CLUSTER, "-c", properties.toString()));
        arguments.addAll(users);
        run("kafka.tools.StorageTool", arguments);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void run(String tool, List<String> arguments) throws IOException {
        Process once = java(tool, arguments).start();
        String output = new String(once.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (once.waitFor() != 0) {
                throw new IOException(tool + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw interrupted(once);
        }
    }

    private ProcessBuilder java(String main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                // It lives for seconds or minutes: to start soon counts for more than to run fast.
                "-XX:TieredStopAtLevel=1",
                // A quarter of its start would be the verifier's work, on jars that Maven has checked.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"),
                "-cp",
                jars.classPath(),
                main));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Starts it again after {@link #kill}, with the data that it had; returns when it takes connections. */
    public synchronized void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        Process started = java("kafka.Kafka", List.of(properties.toString())).start();
        process = started;
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread log = new Thread(() -> log(started, ready), "account-feed-kafka-broker-log");
        log.setDaemon(true);
        log.start();
        try {
            if (!ready.get(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the Kafka broker ended at its start; see " + log());
            }
        } catch (TimeoutException | ExecutionException e) {
            kill();
            throw new IOException("the Kafka broker did not start; see " + log(), e);
        } catch (InterruptedException e) {
            throw interrupted(started);
        }
    }

    private void log(Process started, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8);
                Writer log = Files.newBufferedWriter(log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line + "\n");
                log.flush();
                if (line.contains(STARTED)) {
                    ready.complete(true);
                }
            }
            ready.complete(false);
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** What the broker says. */
    public Path log() {
        return folder.resolve("broker.log");
    }

    /** Ends it as a failure of the machine would. */
    public synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends it for good; nobody needs its data, so that it is not asked to put them in order. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException e) {
            // The hook is running, or about to.
        }
    }

    private static IOException interrupted(Process process) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        return new IOException("interrupted while the Kafka broker started");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
