package dev.accountfeed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.config.Settings;
import dev.accountfeed.event.StoredEvent;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {

    private static final String EVENT = """
            {"specversion":"1.0","id":"g/s/a/1","source":"/account-feed/s","type":"dev.accountfeed.account.discovered",\
            "subject":"a","time":"2026-11-21T16:00:00Z","datacontenttype":"application/json",\
            "dataschema":"urn:accountfeed:account-event:1.0","partitionkey":"s/a","sequence":"00000000000000000001",%s\
            "data":{"op":"r","revision":1,"after":{"provider":"p","id":"a","status":"active"},"trigger":"http"}}""";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final KafkaRecords records = new KafkaRecords(
            new DefaultCamelContext(false),
            new Settings.Kafka(
                    false, "events", "accounts", "commands", "positions", "account-feed", true, 6, (short) -1));

    @Test
    void aTraceIsAnAttributeLikeAnyOther() throws Exception {
        List<Message> traced =
                records.of(List.of(new StoredEvent(1, EVENT.formatted("\"traceparent\":\"" + TRACE + "\","))));
        assertThat(traced).hasSize(2).allSatisfy(record -> {
            assertThat(record.getHeader("ce_traceparent")).isEqualTo(TRACE);
            // What the header of that name would say is the trace of the sending, which is none.
            assertThat(record.getHeaders()).doesNotContainKey("traceparent");
        });
    }

    @Test
    void withoutATraceThereIsNoSuchHeader() throws Exception {
        assertThat(records.of(List.of(new StoredEvent(1, EVENT.formatted("")))))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.getHeaders()).doesNotContainKey("ce_traceparent"));
    }
}
