package dev.accountfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void settings() throws IOException {
        file = Files.writeString(folder.resolve("application.properties"), """
                camel.server.enabled = true
                camel.server.host = given below
                camel.server.port = given below
                """);
    }

    @Test
    void aPortThatAnotherHasIsToldAtItsLine() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken("127.0.0.1", other.getLocalPort()))
                    .startsWith(file + ":3:1: ")
                    .contains("port " + other.getLocalPort() + " of 127.0.0.1 cannot be used");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.invalid", "192.0.2.1"})
    void aHostThatIsNoAddressOfThisMachineIsNotToldAsAPort(String host) throws IOException {
        assertThat(taken(host, free()))
                .startsWith(file + ":2:1: ")
                .contains("`" + host + "` is no address of this machine")
                .contains("127.0.0.1", "0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0"})
    void aHostOfThisMachineIsTaken(String host) throws IOException {
        assertThat(taken(host, free())).isEmpty();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String taken(String host, int port) {
        Map<String, String> settings = Map.of(
                "camel.server.enabled", "true", "camel.server.host", host, "camel.server.port", String.valueOf(port));
        return new Ports(file, settings::getOrDefault)
                .taken().stream().map(Object::toString).reduce("", String::concat);
    }
}
