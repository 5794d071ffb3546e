package dev.accountfeed.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says to a server what no well-behaved client would. */
final class RawHttp {

    private RawHttp() {}

    /** An answer as it came. */
    record Answer(int status, String head, String body) {

        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            int status = head.startsWith("HTTP/1.") ? Integer.parseInt(head.substring(9, 12)) : 0;
            return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
        }
    }

    /** Sends a request, its lines ended by \n, and reads until the server ends the connection. */
    static Answer send(int port, String request) {
        return Answer.of(exchange(port, request.replace("\n", "\r\n")));
    }

    static Answer get(int port, String path, String... headers) {
        return call(port, "GET", path, "", headers);
    }

    static Answer post(int port, String path, String body, String... headers) {
        return call(port, "POST", path, body, headers);
    }

    /** With {@code Host: localhost} unless a header says otherwise. */
    static Answer call(int port, String method, String path, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            lines.add("Host: localhost");
        }
        if (!body.isEmpty() && lines.stream().noneMatch(line -> line.startsWith("Content-Length:"))) {
            lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        }
        lines.add("Connection: close");
        return Answer.of(
                exchange(port, method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n" + body));
    }

    private static String exchange(int port, String bytes) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
