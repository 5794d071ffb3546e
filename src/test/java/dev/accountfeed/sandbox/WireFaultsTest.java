package dev.accountfeed.sandbox;

import static dev.accountfeed.sandbox.Calls.ACCOUNTS;
import static dev.accountfeed.sandbox.Calls.BASIC;
import static dev.accountfeed.sandbox.Calls.JSON;
import static dev.accountfeed.sandbox.Calls.NOW;
import static dev.accountfeed.sandbox.Calls.infobip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on the wire, seen from a bare socket. */
class WireFaultsTest {

    private static final int A_MOMENT = 150;

    private Sandbox sandbox;
    private Socket socket;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(0, Clock.fixed(NOW, ZoneOffset.UTC));
        socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port());
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        sandbox.close();
    }

    private InputStream call(String pathAndQuery) throws IOException {
        socket.getOutputStream()
                .write(("GET " + pathAndQuery + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + BASIC + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket.getInputStream();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the end, after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int announced(String head) {
        return Integer.parseInt(head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1"));
    }

    @Test
    void truncatedBodiesEndBeforeTheLengthThatWasAnnounced() throws Exception {
        sandbox.fault("infobip", "truncated");
        InputStream in = call(ACCOUNTS);
        int announced = announced(head(in));

        assertThat(in.readAllBytes()).hasSize(announced / 2);
    }

    @Test
    void aStreamedListIsTruncatedWithinAChunk() throws Exception {
        sandbox.accounts(5000);
        sandbox.fault("infobip", "truncated");
        InputStream in = call(ACCOUNTS + "?limit=5000");

        assertThat(head(in)).containsIgnoringCase("transfer-encoding: chunked");
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).doesNotEndWith("0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "headers", "body"})
    void aResetComesInEveryPhase(String phase) throws Exception {
        sandbox.fault("{\"fault\": \"reset\", \"phase\": \"" + phase + "\"}");
        InputStream in = call(ACCOUNTS);
        if (!phase.equals("connect")) {
            head(in);
        }
        if (phase.equals("body")) {
            assertThat((char) in.read()).isEqualTo('{');
        }

        assertThatThrownBy(in::readAllBytes).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void aHangingProviderKeepsTheConnectionOpen() throws Exception {
        sandbox.fault("infobip", "hang");
        InputStream in = call(ACCOUNTS);
        socket.setSoTimeout(A_MOMENT);

        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aProviderMayHangInTheMiddle() throws Exception {
        sandbox.fault("{\"fault\": \"hang\", \"phase\": \"body\"}");
        InputStream in = call(ACCOUNTS);
        int announced = announced(head(in));
        in.readNBytes(announced / 2);
        socket.setSoTimeout(A_MOMENT);

        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aSlowProviderWaitsBeforeTheStatusLine() throws Exception {
        sandbox.fault("{\"fault\": \"slow\", \"seconds\": 0.4}");
        InputStream in = call(ACCOUNTS);
        socket.setSoTimeout(A_MOMENT);
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

        socket.setSoTimeout(10_000);
        assertThat(head(in)).startsWith("HTTP/1.1 200");
    }

    @Test
    void drippingBytesArriveOneByOneAndWhole() throws Exception {
        sandbox.fault("{\"fault\": \"drip\", \"seconds\": 0.001}");
        InputStream in = call(ACCOUNTS + "/_");
        int announced = announced(head(in));
        String body = new String(in.readNBytes(announced), StandardCharsets.UTF_8);

        assertThat(JSON.readTree(body).path("name").asText()).isEqualTo("Main account name");
    }

    @Test
    void aSlowDripLetsAByteThroughAndThenWaits() throws Exception {
        sandbox.fault("{\"fault\": \"drip\", \"seconds\": 60}");
        InputStream in = call(ACCOUNTS + "/_");
        head(in);
        assertThat((char) in.read()).isEqualTo('{');
        socket.setSoTimeout(A_MOMENT);

        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void garbageIsNotHttp() throws Exception {
        sandbox.fault("infobip", "garbage");

        assertThat(new String(call(ACCOUNTS).readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("HTTP")
                .contains("ESMTP");
    }

    @Test
    void anEndlessBodyGoesOn() throws Exception {
        sandbox.fault("infobip", "endless");
        InputStream in = call(ACCOUNTS);
        head(in);

        assertThat(in.readNBytes(50_000_000)).hasSize(50_000_000);
    }

    @Test
    void aGzipBombIsSmallOnTheWireAndRightOnceUnpacked() throws Exception {
        sandbox.fault("{\"fault\": \"gzip-bomb\", \"megabytes\": 64}");
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        Calls.request("GET", sandbox.url("infobip") + ACCOUNTS, "", "Authorization", BASIC),
                        java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        byte[] packed = answer.body();
        byte[] unpacked = new GZIPInputStream(new java.io.ByteArrayInputStream(packed)).readAllBytes();

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.length).isLessThan(200_000);
        assertThat(unpacked.length).isGreaterThan(64 * 1024 * 1024);
        assertThat(JSON.readTree(unpacked).path("accounts")).hasSize(3);
    }

    @Test
    void anOversizedBodyIsRightButForItsSize() throws Exception {
        sandbox.fault("{\"fault\": \"oversized\", \"megabytes\": 3}");
        var answer = infobip(sandbox, ACCOUNTS);

        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.body().length()).isGreaterThan(3 * 1024 * 1024);
        assertThat(JSON.readTree(answer.body()).path("accounts")).hasSize(3);
    }

    @Test
    void manyAccountsAreStreamed() throws Exception {
        sandbox.accounts(200_000);
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        Calls.request(
                                "GET", sandbox.url("infobip") + ACCOUNTS + "?limit=200000", "", "Authorization", BASIC),
                        java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        int keys = 0;
        try (JsonParser json = JSON.createParser(answer.body())) {
            while (json.nextToken() != null) {
                keys += json.currentToken() == JsonToken.FIELD_NAME
                                && json.currentName().equals("key")
                        ? 1
                        : 0;
            }
        }

        assertThat(keys).isEqualTo(200_000);
    }

    @Test
    void aConnectionServesManyCalls() throws Exception {
        for (int i = 0; i < 3; i++) {
            InputStream in = call(ACCOUNTS);
            int announced = announced(head(in));
            assertThat(in.readNBytes(announced)).hasSize(announced);
        }
        assertThat(sandbox.requests().count("infobip", ACCOUNTS)).isEqualTo(3);
    }
}
