package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What W3C Trace Context says of the header {@code traceparent}; the first values are its own examples. */
class TraceparentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
                // A later version may say more.
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings",
            })
    void aValidOneIsCarriedOnAsItIs(String header) {
        assertThat(Traceparent.of(header))
                .hasValueSatisfying(trace -> assertThat(trace.value()).isEqualTo(header));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-a line\nand another",
            })
    void anyOtherIsIgnored(String header) {
        assertThat(Traceparent.of(header)).isEmpty();
    }
}
