package dev.accountfeed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.sink.EventFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as users run it: {@code run} in a process of its own, with the shipped settings and a test's changes. */
public final class ServiceProcess implements AutoCloseable {

    private final Path folder;
    private Process process;

    private ServiceProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * A service that has not been started.
     *
     * @param settings in the place of, or behind, those of the shipped file
     */
    public static ServiceProcess prepare(Path folder, String sources, Map<String, String> settings) throws IOException {
        ServiceProcess service = new ServiceProcess(folder);
        Files.createDirectories(service.config());
        Files.writeString(service.config().resolve("application.properties"), settings(settings));
        Files.writeString(service.config().resolve("sources.yaml"), sources);
        return service;
    }

    /** The shipped file with some settings in the place of its own, or behind them. */
    public static String settings(Map<String, String> settings) throws IOException {
        String text = Files.readString(Path.of("config/application.properties"));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String line = setting.getKey() + " = " + setting.getValue() + "\n";
            Matcher own = Pattern.compile("(?m)^#?" + Pattern.quote(setting.getKey()) + " =.*\n")
                    .matcher(text);
            text = own.find() ? own.replaceFirst(Matcher.quoteReplacement(line)) : text + line;
        }
        return text;
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Java's folder for temporary files. */
    public Path temporary() {
        return folder.resolve("tmp");
    }

    /** What it has written to stderr, all starts together. */
    public Path log() {
        return folder.resolve("log");
    }

    public Path out() {
        return folder.resolve("out");
    }

    /** What its file sink has. */
    public List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        new EventFiles(data()).forEachLine((place, line) -> events.add(Json.tree(line)));
        return events;
    }

    /** Starts it, with options for its JVM. */
    public Process start(String... options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bin/account-feed",
                        "run",
                        "--config",
                        config().toString(),
                        "--routes",
                        "routes",
                        "--data",
                        data().toString())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // It lives for seconds: to start soon counts for more than to run fast.
        builder.environment()
                .put(
                        "JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -Xms300m -Xmn200m -XX:-UsePerfData -Djava.io.tmpdir="
                                + Files.createDirectories(temporary()) + " " + String.join(" ", options));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        return process;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the seconds that the end took. */
    public long end() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor();
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
