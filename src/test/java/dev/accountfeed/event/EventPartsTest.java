package dev.accountfeed.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EventPartsTest {

    private static final String DATA =
            "{\"op\":\"u\",\"before\":{\"n\":1.10},\"after\":{\"n\":1.20,\"x\":{\"after\":3}} ,\"changed\":[\"/n\"]}";

    @Test
    void dataAreTakenAsTheyStandInTheText() throws Exception {
        EventParts parts = EventParts.of(
                "{\"id\":\"g/s/a/2\",\"subject\":\"ı\\u00e9\\\"\",\"data\":" + DATA + ",\"sequence\":\"07\"}");
        assertThat(parts.attributes())
                .containsEntry("id", "g/s/a/2")
                .containsEntry("subject", "ıé\"")
                .containsEntry("sequence", "07")
                .hasSize(3);
        assertThat(parts.data()).isEqualTo(DATA);
        assertThat(parts.after()).isEqualTo("{\"n\":1.20,\"x\":{\"after\":3}}");
        assertThat(parts.op()).isEqualTo("u");
    }

    @Test
    void aDeleteHasNoAfterAndAnEventOfASourceNoOp() throws Exception {
        assertThat(EventParts.of("{\"data\":{\"op\":\"d\",\"before\":{\"after\":1}}}")
                        .after())
                .isNull();
        assertThat(EventParts.of("{\"data\":{\"reason\":\"timeout\"}}").op()).isNull();
    }

    @Test
    void anAttributeThatIsMissingIsNamed() throws Exception {
        EventParts parts = EventParts.of("{\"data\":{}}");
        assertThatThrownBy(() -> parts.attribute("partitionkey"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("partitionkey");
        assertThatThrownBy(() -> EventParts.of("[]")).isInstanceOf(IOException.class);
    }
}
