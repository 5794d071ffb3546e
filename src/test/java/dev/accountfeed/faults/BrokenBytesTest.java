package dev.accountfeed.faults;

import dev.accountfeed.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What providers and people write, broken in a few places: the short form of {@link ReadersFuzzTest}. */
class BrokenBytesTest {

    private static final List<String> PIECES = List.of(
            "NaN",
            "1e99999999",
            "-0",
            "1E+400",
            "null",
            "{}",
            "[]",
            "[[",
            "{\"",
            "\"}",
            ",",
            "\\u0000",
            "\\ud800",
            "\0",
            "\uFEFF",
            "<!DOCTYPE a [<!ENTITY e 'x'>]>",
            "&e;",
            "&#0;",
            "<![CDATA[",
            "]]>",
            "<account>",
            "</account>",
            "<key>A</key>",
            "<?x?>",
            "<a xmlns='b'>",
            "\"key\":\"A\",",
            "\"error\":{\"code\":100},",
            "&a [*a]",
            "!!java.net.URL [x]",
            "{{env:HOME}}",
            "\t",
            "\n",
            "- ",
            "\u202E",
            "\uD83D\uDE80",
            "0123456789");

    private static final String INVENTORY = """
            defaults: {every: 90s}
            sources:
              - id: vox
                provider: voximplant
                credentials: {file: vox.json, accountId: 3456750}
                every: 60s
                options: {returnLiveBalance: true}
                changes: {ignore: [/attributes/x], minDelta: {/balance/amount: 1.00}}
              - id: bip
                provider: infobip
                url: https://example.api.infobip.com
                credentials: {username: u, password: p}
                cron: "0 0 6 * * MON-FRI"
                timeZone: Europe/Moscow
                options: {format: xml, limit: 1000}
                changes: {deleteAfter: 2, maxDeleteShare: 0.5}
            providers:
              infobip: {concurrency: 4, requestsPerSecond: 5, timeout: 60s}
            """;

    private final ReadersFuzzTest readers = new ReadersFuzzTest();

    @Property(tries = 600)
    void ofLists(@ForAll("lists") byte[] body) throws Exception {
        readers.jsonList(body);
        readers.xmlList(body);
    }

    @Property(tries = 600)
    void ofAccountsAndErrors(@ForAll("answers") byte[] body) throws Exception {
        readers.single(body);
        readers.errorBody(body);
    }

    @Property(tries = 200)
    void ofKeyFiles(@ForAll("keyFiles") byte[] file) throws Exception {
        readers.credentials(file);
    }

    @Property(tries = 300)
    void ofInventories(@ForAll("inventories") byte[] file) throws Exception {
        readers.inventory(file);
    }

    @Provide
    Arbitrary<byte[]> lists() {
        return broken(Arbitraries.of(Seeds.text("infobip-accounts.json"), Seeds.text("infobip-accounts.xml")));
    }

    @Provide
    Arbitrary<byte[]> answers() {
        return broken(Arbitraries.of(
                Seeds.text("voximplant-account.json"),
                Seeds.text("infobip-account.json"),
                Seeds.text("infobip-account.xml"),
                Seeds.text("infobip-error.json"),
                "{\"error\":{\"code\":416,\"msg\":\"Repeat after 7 seconds\"}}"));
    }

    @Provide
    Arbitrary<byte[]> keyFiles() throws Exception {
        Path file = Files.createTempFile("key", ".json");
        try (var sandbox = dev.accountfeed.sandbox.Sandbox.start(0, java.time.Clock.systemUTC())) {
            sandbox.voximplantCredentials(file);
        }
        String text = Files.readString(file);
        Files.delete(file);
        return broken(Arbitraries.just(text));
    }

    @Provide
    Arbitrary<byte[]> inventories() {
        return broken(Arbitraries.just(INVENTORY));
    }

    private static Arbitrary<byte[]> broken(Arbitrary<String> sound) {
        return Combinators.combine(sound, breaks().list().ofMaxSize(4)).as((text, breaks) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (Break one : breaks) {
                bytes = one.of(bytes);
            }
            return bytes;
        });
    }

    private static Arbitrary<Break> breaks() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.oneOf(
                                Arbitraries.of(PIECES).map(piece -> piece.getBytes(StandardCharsets.UTF_8)),
                                Arbitraries.bytes().array(byte[].class).ofMaxSize(3)))
                .as(Break::new);
    }

    /** At a place, so many bytes are replaced by others. */
    private record Break(double place, int gone, byte[] come) {

        byte[] of(byte[] bytes) {
            int from = (int) (place * bytes.length);
            int to = Math.min(bytes.length, from + gone);
            ByteArrayOutputStream broken = new ByteArrayOutputStream();
            broken.write(bytes, 0, from);
            broken.writeBytes(come);
            broken.write(bytes, to, bytes.length - to);
            return broken.toByteArray();
        }
    }
}
