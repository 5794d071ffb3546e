package dev.accountfeed.cli;

import dev.accountfeed.sandbox.KafkaBroker;
import dev.accountfeed.sandbox.KafkaBrokerJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

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

    @Override
    public void close() {
        broker.close();
    }
}
