package dev.accountfeed.cli;

import dev.accountfeed.config.Durations;
import dev.accountfeed.config.Settings;
import dev.accountfeed.sandbox.DemoLife;
import dev.accountfeed.sandbox.KafkaBrokerJars;
import dev.accountfeed.sandbox.Sandbox;
import dev.accountfeed.sink.Relay;
import dev.accountfeed.source.Poller;
import dev.accountfeed.state.EventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Both providers simulated, and the service against them. */
@Command(
        name = "demo",
        description = "Simulates both providers, polls them, and prints one line per event. Needs no credentials.")
final class DemoCommand implements Callable<Integer> {

    /** The same show every time. */
    private static final long SEED = 1;

    @Mixin
    private Folders folders = new Folders();

    @Option(
            names = "--for",
            paramLabel = "60s",
            converter = DurationConverter.class,
            description = "how long; until Ctrl-C by default")
    private @Nullable Duration length;

    @Option(names = "--kafka", description = "with a real Kafka broker as a second sink; from a checkout only")
    private boolean kafka;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (kafka && !KafkaBrokerJars.canBeFetched(Folders.HOME)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kafka needs a checkout: Maven fetches the broker. To use a broker of your own, set feed.sinks ="
                            + " file,kafka and camel.component.kafka.brokers in config/application.properties");
        }
        folders.check(spec);
        Folders demo = prepare();
        ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox sandbox = Sandbox.start(0, Clock.systemUTC());
                DemoKafka broker = kafka ? DemoKafka.start(demo.data, out) : null) {
            Files.writeString(
                    demo.config.resolve("sources.yaml"), "sources:\n" + sandbox.sources(demo.data.resolve("sandbox")));
            Map<String, String> own = settings(broker);
            // They stand in the file too, so that status and verify find them.
            Files.writeString(settings(demo), with(own, Files.readString(settings(folders))));
            Main main = FeedMain.of(demo, own);
            out.println("The sandbox of both providers is at " + sandbox.url() + "; every source is polled every 2 s.");
            out.println("The feed itself: bin/account-feed status --config " + argument(demo.config));
            if (broker != null) {
                broker.explain(out);
            }
            out.println();
            out.flush();
            main.start();
            CountDownLatch end = new CountDownLatch(1);
            Relay printer = printer(main, out, end);
            printer.start(Duration.ofSeconds(1));
            new DemoLife(sandbox, SEED).start(life, Duration.ofSeconds(1));
            if (length == null) {
                end.await();
            } else {
                end.await(length.toMillis(), TimeUnit.MILLISECONDS);
            }
            life.shutdownNow();
            // What the polls under way still find is printed too.
            main.getCamelContext()
                    .getRegistry()
                    .lookupByNameAndType("poller", Poller.class)
                    .stop(Duration.ofSeconds(5));
            printer.close(Duration.ofSeconds(5));
            main.stop();
            if (out.checkError()) {
                // Whoever watched has gone, as head does: no reason to complain.
                return 1;
            }
            conclude(out, demo);
            if (broker != null) {
                broker.prove(demo, out);
            }
            return 0;
        } finally {
            life.shutdownNow();
        }
    }

    private static Path settings(Folders folders) {
        return folders.config.resolve(Settings.FILE);
    }

    private static Map<String, String> settings(@Nullable DemoKafka broker) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("camel.server.port", String.valueOf(freePort()));
        settings.put("camel.management.enabled", "false");
        settings.put("feed.sinks", broker == null ? "file" : "file,kafka");
        if (broker != null) {
            settings.put("camel.component.kafka.brokers", broker.address());
        }
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @param end told when nobody reads any more */
    private Relay printer(Main main, PrintWriter out, CountDownLatch end) {
        EventLog log = main.getCamelContext().getRegistry().lookupByNameAndType("eventLog", EventLog.class);
        EventLine lines = new EventLine(spec.commandLine().getColorScheme());
        return new Relay(
                "demo",
                log,
                null,
                events -> {
                    events.forEach(event -> out.println(lines.of(event)));
                    if (out.checkError()) {
                        end.countDown();
                    }
                },
                Clock.systemUTC());
    }

    /** An empty folder for the demo, with the settings that are in force and an inventory of its own. */
    private Folders prepare() throws IOException {
        Folders demo = new Folders();
        demo.routes = folders.routes;
        // It stands in an inventory that is read from the config folder, wherever the verb was called.
        demo.data = folders.data.resolve("demo").toAbsolutePath().normalize();
        demo.config = demo.data.resolve("config");
        Folders.checkPath(spec, "--data", demo.config, Folders.LOCATION);
        FileSettings.requireReadable(folders.config);
        if (Files.exists(demo.data)) {
            try (Stream<Path> files = Files.walk(demo.data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(demo.config);
        return demo;
    }

    /** The settings with some others in the place of what they say of them. */
    static String with(Map<String, String> own, String settings) {
        StringBuilder all = new StringBuilder();
        String rest = settings;
        for (Map.Entry<String, String> setting : own.entrySet()) {
            // A value goes on in the next line behind a backslash.
            rest = rest.replaceAll("(?m)^[ \\t]*" + Pattern.quote(setting.getKey()) + "([=: \\t](.*\\\\\\R)*.*)?$", "");
            all.append(setting.getKey())
                    .append(" = ")
                    .append(setting.getValue())
                    .append('\n');
        }
        return rest + "\n" + all;
    }

    private static void conclude(PrintWriter out, Folders demo) throws IOException {
        out.println();
        try (Stream<Path> files = Files.list(demo.data.resolve("events"))) {
            for (Path file : files.sorted().toList()) {
                try (Stream<String> events = Files.lines(file)) {
                    out.println(events.count() + " events are in " + shortest(file));
                }
            }
        }
        out.println("Prove them: bin/account-feed verify file --data " + argument(demo.data));
        out.flush();
    }

    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    /** As a shell takes it for one argument. */
    static String argument(Path file) {
        String path = shortest(file).toString();
        return path.matches("[\\w./:+@-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** {@code 60s} */
    static final class DurationConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
