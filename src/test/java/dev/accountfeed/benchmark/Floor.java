package dev.accountfeed.benchmark;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * What the same work costs when written by hand, without Camel, state, events or error handling: a process of its own.
 *
 * <p>{@code polls URL SOURCES CONNECTIONS FILE WARM MEASURE}: HttpClient 5 and Jackson; the fields of every account are
 * compared with a map's, changed accounts are appended to a file. {@code list URL json|xml TIMES}: the answer is walked
 * token by token, and that is all. Prints units a second and the processor's microseconds for one.
 */
final class Floor {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Floor() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("list")) {
            list(arguments[1], arguments[2].equals("xml"), Integer.parseInt(arguments[3]));
        } else {
            polls(
                    arguments[1],
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Path.of(arguments[4]),
                    Long.parseLong(arguments[5]),
                    Long.parseLong(arguments[6]));
        }
        System.exit(0);
    }

    private static CloseableHttpClient client(int connections) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(connections)
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    private static void polls(String url, int sources, int connections, Path file, long warm, long measured)
            throws Exception {
        Map<Integer, JsonNode> known = new ConcurrentHashMap<>();
        AtomicLong count = new AtomicLong();
        CloseableHttpClient client = client(connections);
        FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(() -> {
                while (true) {
                    try {
                        poll(client, url, (int) (count.incrementAndGet() % sources), known, out);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(warm * 1000);
        long calls = count.get();
        long cpu = StubProvider.cpu();
        long begin = System.nanoTime();
        Thread.sleep(measured * 1000);
        report(count.get() - calls, System.nanoTime() - begin, StubProvider.cpu() - cpu);
    }

    private static void poll(
            CloseableHttpClient client, String url, int source, Map<Integer, JsonNode> known, FileChannel out)
            throws IOException {
        HttpPost call = new HttpPost(url + source + "/GetAccountInfo?return_live_balance=true");
        call.setHeader("Authorization", "Bearer token");
        call.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        byte[] answer = client.execute(call, response -> {
            if (response.getCode() != 200) {
                throw new IOException("HTTP " + response.getCode());
            }
            return EntityUtils.toByteArray(response.getEntity());
        });
        JsonNode account = JSON.readTree(answer).get("result");
        if (!account.equals(known.put(source, account))) {
            ByteBuffer line = ByteBuffer.wrap((account + "\n").getBytes(StandardCharsets.UTF_8));
            synchronized (out) {
                out.write(line);
            }
        }
    }

    private static void list(String url, boolean xml, int times) throws Exception {
        try (CloseableHttpClient client = client(1)) {
            for (int i = 0; i < times; i++) {
                HttpGet call = new HttpGet(url);
                call.setHeader("Accept", xml ? "application/xml" : "application/json");
                long cpu = StubProvider.cpu();
                long begin = System.nanoTime();
                long rows = client.execute(call, response -> {
                    try (InputStream body =
                            new BufferedInputStream(response.getEntity().getContent(), 65536)) {
                        return xml ? xmlRows(body) : jsonRows(body);
                    }
                });
                report(rows, System.nanoTime() - begin, StubProvider.cpu() - cpu);
            }
        }
    }

    private static long jsonRows(InputStream body) throws IOException {
        long rows = 0;
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && parser.currentName().equals("key")
                        && !parser.getText().isEmpty()) {
                    rows++;
                }
            }
        }
        return rows;
    }

    private static long xmlRows(InputStream body) throws IOException {
        XMLInputFactory factory = new XmlFactory().getXMLInputFactory();
        long rows = 0;
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(body);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("key")) {
                    rows += Objects.requireNonNull(reader.getElementText()).isEmpty() ? 0 : 1;
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return rows;
    }

    private static void report(long units, long nanos, long cpu) {
        System.out.println(units * 1e9 / nanos + " " + cpu / 1e3 / units);
    }
}
