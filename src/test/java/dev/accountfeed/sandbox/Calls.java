package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls a sandbox as any client would: nothing here comes from the code under test. */
final class Calls {

    static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
    static final JsonMapper JSON = new JsonMapper();
    static final String BASIC = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    static final String ACCOUNTS = "/settings/1/accounts";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Calls() {}

    static HttpResponse<String> send(String method, String url, String body, String... headers) throws Exception {
        return CLIENT.send(request(method, url, body, headers), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    static HttpRequest request(String method, String url, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    static HttpResponse<String> infobip(Sandbox sandbox, String path) throws Exception {
        return send("GET", sandbox.url("infobip") + path, "", "Authorization", BASIC, "Accept", "application/json");
    }

    static HttpResponse<String> infobipXml(Sandbox sandbox, String path) throws Exception {
        return send("GET", sandbox.url("infobip") + path, "", "Authorization", BASIC, "Accept", "application/xml");
    }

    static HttpResponse<String> voximplant(Sandbox sandbox, String method, String token) throws Exception {
        return send("POST", sandbox.url("voximplant") + "/" + method, "{}", "Authorization", "Bearer " + token);
    }

    static int code(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).at("/error/code").asInt();
    }

    /** The token that the documented scripts make of a credentials.json. */
    static String token(Path credentials, Instant issued, Duration lifetime, Map<String, ?> more) throws Exception {
        JsonNode file = JSON.readTree(Files.readString(credentials));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", file.path("account_id").asLong());
        claims.put("iat", issued.getEpochSecond());
        claims.put("exp", issued.plus(lifetime).getEpochSecond());
        claims.putAll(more);
        return sign(key(file.path("private_key").asText()), file.path("key_id").asText(), claims);
    }

    static String token(Path credentials) throws Exception {
        return token(credentials, NOW, Duration.ofMinutes(1), Map.of());
    }

    static String sign(PrivateKey key, String keyId, Map<String, Object> claims) throws JOSEException {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), new Payload(claims));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    static PrivateKey key(String pem) throws Exception {
        String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
