package dev.accountfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.accountfeed.cli.RecoverCommand;
import dev.accountfeed.cli.VerifyCommand;
import dev.accountfeed.sink.PositionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What others see: kcat, and our own {@code verify kafka}. */
class KafkaToolsIT {

    @TempDir
    Path folder;

    private final String name = KafkaFeed.newName();
    private String brokers = "";

    @BeforeEach
    void send() throws Exception {
        brokers = TestBroker.shared().address();
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "a");
            feed.change("s", "a");
            feed.change("s", "b");
            feed.delete("s", "a");
            feed.awaitDelivery();
        }
    }

    @Test
    void kcatReadsKeysHeadersAndNulls() throws Exception {
        List<String> lines = kcat(name + "-accounts");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("s/a "))
                .hasSize(3)
                .last()
                .asString()
                .contains(
                        "ce_type=dev.accountfeed.account.deleted",
                        "ce_partitionkey=s/a",
                        "content-type=application/json")
                .endsWith(" -1"); // the length that kcat gives to a null
        assertThat(lines)
                .filteredOn(line -> line.startsWith("s/b "))
                .singleElement()
                .asString()
                .endsWith(" 7");
        assertThat(kcat(name + "-events")).hasSize(4).allMatch(line -> line.contains("ce_specversion=1.0"));
    }

    private List<String> kcat(String topic) throws IOException, InterruptedException {
        Process kcat;
        try {
            kcat = new ProcessBuilder(
                            "kcat",
                            "-b",
                            brokers,
                            "-C",
                            "-e",
                            "-q",
                            "-t",
                            topic,
                            "-X",
                            "isolation.level=read_committed",
                            "-f",
                            "%k %h %S\\n")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(false)
                    .as("kcat is not installed; install it to have this tested: apt-get install kcat")
                    .isTrue();
            throw e;
        }
        String output = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kcat.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void verifyProvesWhatIsThere() throws Exception {
        assertThat(verify()).isEqualTo("4 events, 2 accounts, 0 problems\n");
    }

    @Test
    void verifyFindsWhatIsWrong() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(name + "-accounts", "s/b", "{\"n\":7}"))
                    .get();
            producer.send(new ProducerRecord<>(name + "-accounts", "s/c", "{\"n\":1}"))
                    .get();
            ProducerRecord<String, String> again =
                    new ProducerRecord<>(name + "-events", "s/b", "{\"op\":\"u\",\"revision\":3}");
            Map.of(
                            "ce_id",
                            "x/s/b/3",
                            "ce_source",
                            "/" + name + "/s",
                            "ce_type",
                            "t",
                            "ce_subject",
                            "b",
                            "ce_sequence",
                            "00000000000000000002",
                            "ce_partitionkey",
                            "s/b")
                    .forEach((key, value) -> again.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(again).get();
            producer.send(new ProducerRecord<>(name + "-events", "s/b", null)).get();
            ProducerRecord<String, String> strange = new ProducerRecord<>(name + "-events", "s/b", "not JSON");
            strange.headers().add("ce_sequence", null);
            producer.send(strange).get();
        }
        assertThat(verify())
                .contains(
                        ": no event: the record has no value",
                        ": no JSON: Unrecognized token 'not'",
                        "sequence 2 comes after 3",
                        "-accounts: s/b is not as its last event left it",
                        "-accounts: s/c is not as its last event left it");
    }

    @Test
    void verifyTakesAnAccountThatIsNewerThanTheEventsThatWereReadForWhatItIs() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> next = new ProducerRecord<>(name + "-accounts", "s/b", "{\"n\":7}");
            next.headers().add("ce_sequence", "00000000000000000005".getBytes(StandardCharsets.UTF_8));
            producer.send(next).get();
        }
        assertThat(verify()).isEqualTo("4 events, 2 accounts, 0 problems\n");
    }

    @Test
    void verifyNamesATopicThatIsNotThere() throws Exception {
        assertThat(run(new VerifyCommand(), Map.of("feed.kafka.topic.accounts", name + "-elsewhere"), "kafka"))
                .contains("there is no topic " + name + "-elsewhere at " + brokers + "; see feed.kafka.topic.*");
    }

    @Test
    void demoWithKafkaSaysWhatToDoWhereThereIsNoCheckout() throws Exception {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfeed.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.accountfeed.cli.AccountFeed",
                        "demo",
                        "--kafka")
                .redirectErrorStream(true)
                .start();
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor()).as(output).isEqualTo(2);
        assertThat(output).contains("needs a checkout", "camel.component.kafka.brokers");
    }

    @Test
    void recoverBeginsAboveWhatKafkaHas() throws Exception {
        Path data = folder.resolve("data");
        Path copy = Files.createDirectories(folder.resolve("copy"));
        copy(data, copy);
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "b");
            feed.change("s", "c");
            feed.awaitDelivery();
        }
        copy(copy, data);
        assertThatThrownBy(() -> KafkaFeed.start(folder, name, brokers).close())
                .isInstanceOf(PositionException.class)
                .hasMessageContaining("account-feed recover");
        assertThat(run(new RecoverCommand(), "--data", data.toString()))
                .contains("sink kafka has events up to 6", "begins behind 6; 1 accounts go out once more");
        try (KafkaFeed feed = KafkaFeed.start(folder, name, brokers)) {
            feed.change("s", "b");
            feed.awaitDelivery();
            assertThat(feed.status().position()).isEqualTo(8);
        }
        // The account that the copy did not know is as it was left; everything else begins anew.
        assertThat(verify()).isEqualTo("8 events, 3 accounts, 0 problems\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private String verify() throws IOException {
        return run(new VerifyCommand(), "kafka");
    }

    private String run(Object verb, String... arguments) throws IOException {
        return run(verb, Map.of(), arguments);
    }

    private String run(Object verb, Map<String, String> others, String... arguments) throws IOException {
        Map<String, String> given = new HashMap<>(KafkaFeed.settings(name, brokers));
        given.putAll(others);
        Path config = Files.createDirectories(folder.resolve("verify"));
        String settings = Files.readString(Path.of("config/application.properties"));
        for (Map.Entry<String, String> one : given.entrySet()) {
            settings = settings.replaceAll(
                    "(?m)^" + one.getKey().replace(".", "\\.") + " = .*$", one.getKey() + " = " + one.getValue());
        }
        Files.writeString(config.resolve("application.properties"), settings);
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString(), "--routes", "routes"));
        new CommandLine(verb)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(all.toArray(String[]::new));
        return out.toString();
    }
}
