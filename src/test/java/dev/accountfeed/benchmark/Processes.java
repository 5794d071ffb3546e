package dev.accountfeed.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the processes around the feed: the stub provider and the floor. */
final class Processes implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process stub;
    private final String url;

    private Processes(Process stub, String url) {
        this.stub = stub;
        this.url = url;
    }

    /** The stub provider, which ends with this process. */
    static Processes stub() throws IOException {
        Process process = java(StubProvider.class, List.of());
        return new Processes(process, "http://127.0.0.1:" + lines(process).readLine());
    }

    private static Process java(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As bin/account-feed runs the feed.
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    String url() {
        return url;
    }

    /** Units a second, and the processor's microseconds for one, as the floor's last line says. */
    static double[] floor(String... arguments) throws IOException {
        Process process = java(Floor.class, List.of(arguments));
        List<String> printed = lines(process).lines().toList();
        return Arrays.stream(printed.get(printed.size() - 1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Calls so far, and the nanoseconds that the stub's processor took for them. */
    long[] stats() throws IOException {
        return Arrays.stream(get(url + "/stats").split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** Whether every account, and the first row of a list, is another one at each call. */
    void editing(boolean editing) throws IOException {
        get(url + "/editing/" + editing);
    }

    static String get(String url) throws IOException {
        try {
            HttpResponse<String> answer =
                    HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(url + " answers " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        stub.destroy();
    }
}
