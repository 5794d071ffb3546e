package dev.accountfeed.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What {@code /observe/health} answers. */
record Health(int status, JsonNode body) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Health of(int port, String path) {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health" + path))
                            .build(),
                    BodyHandlers.ofString());
            return new Health(answer.statusCode(), Json.tree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is said of one check, as JSON. */
    String check(String name) {
        for (JsonNode check : body.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check.toString();
            }
        }
        return "";
    }
}
