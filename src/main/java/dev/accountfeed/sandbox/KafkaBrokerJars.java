package dev.accountfeed.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The jars of a Kafka broker, which Maven fetches once; they never come near the service's class path. */
public record KafkaBrokerJars(Path folder) {

    private static final String DONE = ".complete";

    /** Whether the folder is a checkout: what was unpacked from the zip has no Maven to fetch jars with. */
    public static boolean canBeFetched(Path home) {
        return Files.exists(home.resolve("src/kafka-broker/pom.xml"));
    }

    /**
     * Those of the checkout, in {@code target/kafka-broker/lib}; fetched if they are not there.
     *
     * @throws IOException if Maven fails; the message has its output
     */
    public static synchronized KafkaBrokerJars of(Path home) throws IOException {
        Path folder = home.resolve("target/kafka-broker/lib");
        Path pom = home.resolve("src/kafka-broker/pom.xml");
        Path done = folder.resolve(DONE);
        Path target = Files.createDirectories(home.resolve("target"));
        // Two processes at once would each empty the folder of the other.
        try (FileChannel lock = FileChannel.open(
                        target.resolve("kafka-broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = lock.lock()) {
            if (!Files.exists(done) || Files.getLastModifiedTime(done).compareTo(Files.getLastModifiedTime(pom)) < 0) {
                maven(home, pom);
                Files.writeString(done, "");
            }
        }
        return new KafkaBrokerJars(folder);
    }

    private static void maven(Path home, Path pom) throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Process maven = new ProcessBuilder(
                        home.resolve(windows ? "mvnw.cmd" : "mvnw").toString(),
                        "-q",
                        "-B",
                        "-ntp",
                        "-f",
                        pom.toString(),
                        "clean",
                        "dependency:copy-dependencies")
                .redirectErrorStream(true)
                .start();
        String output = new String(maven.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (maven.waitFor() != 0) {
                throw new IOException("the broker's jars could not be fetched:\n" + output);
            }
        } catch (InterruptedException e) {
            maven.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the broker's jars were fetched", e);
        }
    }

    String classPath() {
        return folder.toAbsolutePath().resolve("*").toString();
    }
}
