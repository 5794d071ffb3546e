package dev.accountfeed.http;

import dev.accountfeed.account.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;

/** {@code /}: the files of the console page, which hold no data and may call nobody but this feed. */
public final class ConsolePage {

    private static final String INDEX = "index.html";
    private static final Pattern NAME = Pattern.compile("[a-z]+\\.(?:html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final Map<String, String> HEADERS = Map.of(
            // Kept, but asked for with every load: a newer feed has a newer page.
            "Cache-Control",
            "no-cache",
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    private record Content(byte[] bytes, String tag) {}

    /** The page itself or, by name, one of its files; nothing if the browser has it still. */
    public byte @Nullable [] file(
            @Header("file") @Nullable String file,
            @Header("If-None-Match") @Nullable String known,
            @Headers Map<String, Object> headers) {
        String name = file == null ? INDEX : file;
        if (!NAME.matcher(name).matches()) {
            throw new ApiException(404, "the console has no such file");
        }
        Content content = contents.computeIfAbsent(name, ConsolePage::read);
        headers.clear();
        headers.putAll(HEADERS);
        headers.put("ETag", content.tag);
        if (content.tag.equals(known)) {
            headers.put(Exchange.HTTP_RESPONSE_CODE, 304);
            return null;
        }
        headers.put(Exchange.CONTENT_TYPE, TYPES.get(name.substring(name.indexOf('.') + 1)));
        return content.bytes;
    }

    private static Content read(String name) {
        try (InputStream resource = ConsolePage.class.getResourceAsStream("/console/" + name)) {
            if (resource == null) {
                throw new ApiException(404, "the console has no such file");
            }
            byte[] bytes = resource.readAllBytes();
            byte[] digest = Sha256.begin().digest(bytes);
            return new Content(bytes, '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
