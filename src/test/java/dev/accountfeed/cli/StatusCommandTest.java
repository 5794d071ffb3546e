package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {

    @TempDir
    private Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @Timeout(30)
    void watchingEndsQuietlyWhenNobodyReads() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] nothing = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, nothing.length);
            exchange.getResponseBody().write(nothing);
            exchange.close();
        });
        service.start();
        try {
            assertThat(status(
                            new GoneWriter(),
                            "camel.server.port = " + service.getAddress().getPort(),
                            "--watch"))
                    .isEqualTo(1);
            assertThat(err.toString()).isEmpty();
        } finally {
            service.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!doctype html><title>Something else</title>", "", "[]", "{\"status\": \"ok\"}"})
    void anotherServiceIsNotTakenForOne(String body) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        service.start();
        try {
            assertThat(status(out, "camel.server.port = " + service.getAddress().getPort()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("that is no account-feed").hasLineCount(1);
        } finally {
            service.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.server.port = abc",
                "camel.server.port = 99999",
                "camel.server.port = -1",
                "camel.server.port = {{env:NO_SUCH_VARIABLE}}",
                "camel.server.host = not a host"
            })
    void anAddressThatIsNoneIsOneSentence(String setting) throws IOException {
        assertThat(status(out, setting)).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("camel.server.host and camel.server.port in " + config + "/application.properties")
                .hasLineCount(1);
    }

    private int status(Writer to, String setting, String... options) throws IOException {
        Files.writeString(config.resolve("application.properties"), setting + "\n");
        String[] args = new String[options.length + 3];
        args[0] = "status";
        args[1] = "--config";
        args[2] = config.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return AccountFeed.commandLine()
                .setOut(new PrintWriter(to))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
