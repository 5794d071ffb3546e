package dev.accountfeed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Asks the running service over HTTP, at the address that its settings name. */
final class FeedClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String url;
    private final String token;

    FeedClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    static FeedClient of(Folders folders) throws IOException {
        try (DefaultCamelContext camel = FileSettings.context(folders)) {
            return new FeedClient(url(camel::resolvePropertyPlaceholders), token(camel));
        } catch (IllegalArgumentException e) {
            throw new NoServiceException("camel.server.host and camel.server.port in "
                    + folders.config.resolve(Settings.FILE) + " are no address to ask: " + e.getMessage());
        }
    }

    /** Where the service of these settings can be reached from this machine. */
    static String url(UnaryOperator<String> placeholders) {
        String host = placeholders.apply("{{camel.server.host:127.0.0.1}}").strip();
        String port = placeholders.apply("{{camel.server.port:8080}}").strip();
        URI url = URI.create("http://" + reachable(host) + ":" + port);
        if (url.getHost() == null || url.getPort() < 1 || url.getPort() > 65535) {
            throw new IllegalArgumentException(url.toString());
        }
        return url.toString();
    }

    private static String token(CamelContext camel) {
        try {
            return camel.resolvePropertyPlaceholders("{{feed.http.token:}}").strip();
        } catch (IllegalArgumentException e) {
            // It is in an environment variable that is not set here: on loopback reading needs none.
            return "";
        }
    }

    private static String reachable(String host) {
        if (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")) {
            return "localhost";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** @param member that an answer of this feed has: something else may listen there, and answer whatever it is asked */
    JsonNode get(String path, String member) {
        return send(request(path).GET(), member);
    }

    /** As {@link #get}. */
    JsonNode post(String path, JsonNode body, String member) {
        return send(request(path).POST(BodyPublishers.ofString(Json.text(body))), member);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request, String member) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            JsonNode body = json(answer.body());
            if (answer.statusCode() >= 300 || !body.has(member)) {
                throw new NoServiceException("the service at " + url + " answers " + answer.statusCode() + ": "
                        + body.path("error").asText("that is no account-feed; check camel.server.port"));
            }
            return body;
        } catch (IOException e) {
            throw new NoServiceException("no service answers at " + url
                    + ": start it with bin/account-feed run, or name its settings with --config");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoServiceException("interrupted");
        }
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
