package dev.accountfeed.cli;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.KafkaBrokerJars;
import dev.accountfeed.sink.FeedVerifier;
import dev.accountfeed.sink.KafkaVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** The demo's broker. */
final class DemoKafka implements AutoCloseable {

    private final KafkaBroker broker;

    private DemoKafka(KafkaBroker broker) {
        this.broker = broker;
    }

    static DemoKafka start(Path data, PrintWriter out) throws IOException {
        out.println("Starting a Kafka broker (the first time Maven fetches it, which takes a minute)…");
        out.flush();
        return new DemoKafka(KafkaBroker.start(
                KafkaBrokerJars.of(Folders.HOME), data.resolve("kafka").toAbsolutePath()));
    }

    String address() {
        return broker.address();
    }

    /** How to read the topics from outside. */
    void explain(PrintWriter out) {
        out.println("A Kafka broker is at " + address() + "; read it from another terminal:");
        out.println("  kcat -b " + address() + " -C -t account-events -X isolation.level=read_committed"
                + " -f '%k\\n%h\\n%s\\n\\n'");
        out.println("  kafka-console-consumer --bootstrap-server " + address() + " --topic accounts --from-beginning"
                + " --isolation-level read_committed --formatter-property print.key=true"
                + " --formatter-property print.headers=true");
    }

    /** Reads the topics and proves them, before the broker is gone. */
    void prove(Folders demo, PrintWriter out) throws Exception {
        Main main = FeedMain.withoutFeed(demo);
        main.addOverrideProperty("camel.component.kafka.brokers", address());
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            FeedVerifier.Summary summary =
                    new KafkaVerifier(context, FeedMain.settings(context, demo).kafka(), out::println).verify();
            out.println(summary.events() + " events were in Kafka, of " + summary.accounts() + " accounts, with "
                    + summary.problems() + " problems");
        } finally {
            main.stop();
        }
        out.flush();
    }

    @Override
    public void close() {
        broker.close();
    }
}
