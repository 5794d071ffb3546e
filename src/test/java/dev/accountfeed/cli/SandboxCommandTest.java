package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SandboxCommandTest {

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLine command() {
        return new CommandLine(new SandboxCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    @Test
    void itTellsHowToUseItAndRunsUntilItIsInterrupted() throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = new Thread(() -> exit.complete(command().execute("--port", "0", "--data", data.toString())));
        thread.start();
        Awaitility.await().until(() -> out.toString().contains("/sandbox/requests"));
        Matcher url =
                Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/sandbox/faults").matcher(out.toString());

        assertThat(url.find()).isTrue();
        assertThat(out.toString())
                .contains("sources:\n  - id: voximplant-sandbox\n    provider: voximplant\n", "/platform_api\n");
        assertThat(Files.readString(data.resolve("sandbox/voximplant.json"))).contains("\"key_id\"");
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(url.group())).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);

        thread.interrupt();
        assertThat(exit.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999", "-5"})
    void aPortThatIsNoneIsWrongUsage(String port) {
        assertThat(command().execute("--port", port, "--data", data.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("--port: " + port + " is not a port: 0 to 65535");
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(command().execute("--port", port, "--data", data.toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("127.0.0.1:" + port, "--port");
        }
    }
}
