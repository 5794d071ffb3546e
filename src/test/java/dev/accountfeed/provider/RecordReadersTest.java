package dev.accountfeed.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.Seeds;
import dev.accountfeed.account.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both readers of lists: what one says the other says too. */
class RecordReadersTest {

    private static final String PROLOG = "<?xml version='1.0' encoding='UTF-8'?>";

    @TempDir
    private Path folder;

    private final RecordReader json = new JsonRecordReader("/accounts", "/key");
    private final RecordReader xml = new XmlRecordReader("accounts", "account", "key");

    @Test
    void readsTheSeedsListInBothFormats() throws Exception {
        List<JsonNode> fromJson = read(json, Seeds.text("infobip-accounts.json"), 3);
        List<JsonNode> fromXml = read(xml, Seeds.text("infobip-accounts.xml"), 3);

        assertThat(fromJson)
                .map(record -> record.path("name").asText())
                .containsExactly("AccountName", "SecondAccountName", "DisabledAccount");
        assertThat(fromXml)
                .map(record -> record.path("key").asText())
                .containsExactly(
                        "EF04794F718A3FC8C6DFA0B215B2CF24",
                        "C599FEF17318256ACBF987F6D75A156D",
                        "02D7060AA84699271CD92369F2DEBABF");
        assertThat(fromJson.get(2).path("enabled")).isEqualTo(Json.tree("false"));
        assertThat(fromXml.get(2).path("enabled")).as("an error of the page").isEqualTo(Json.tree("\"true\""));
    }

    @Test
    void aBareXmlAccountIsAListOfOne() throws Exception {
        assertThat(read(xml, Seeds.text("infobip-by-name.xml"), 1))
                .containsExactlyElementsOf(read(xml, Seeds.text("infobip-account.xml"), 1));
        assertThat(read(json, Seeds.text("infobip-by-name.json"), 1)).hasSize(1);
    }

    @Test
    void aListOfOneIsAList() throws Exception {
        assertThat(read(json, "{\"accounts\":[{\"key\":\"A\"}]}", 1)).containsExactly(Json.tree("{\"key\":\"A\"}"));
        assertThat(read(xml, "<r><accounts><account><key>A</key></account></accounts></r>", 1))
                .containsExactly(Json.tree("{\"key\":\"A\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r><accounts/></r>", "<r><accounts></accounts></r>", "<r>\n<accounts>\n</accounts>\n</r>"})
    void anEmptyXmlListIsAList(String text) throws Exception {
        assertThat(read(xml, text, 0)).isEmpty();
    }

    /** Found by BrokenBytesTest: what only an id's text had wrong came out as a failure of our own. */
    @ParameterizedTest
    @ValueSource(strings = {"key", "name"})
    void anEntityThatNobodyHasDeclaredIsFoundByTheFirstReading(String element) throws Exception {
        try (Answer answer = new Answer(folder)) {
            String text = "<r><accounts><account><" + element + ">&e;</" + element + "></account></accounts></r>";
            answer.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000);
            assertThatThrownBy(() -> xml.scan(answer)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anEmptyJsonListIsAList() throws Exception {
        assertThat(read(json, "{\"accounts\":[]}", 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"accounts\":{}}", "{\"accounts\":null}", "{\"accounts\":\"none\"}", "{\"a\":[]}"})
    void noJsonListIsNone(String text) throws Exception {
        assertThat(scan(json, text).list()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r/>", "<html><body>busy</body></html>"})
    void noXmlListIsNone(String text) throws Exception {
        assertThat(scan(xml, text).list()).isFalse();
    }

    @Test
    void whatStandsBesideAJsonListIsKeptWhereverItStands() throws Exception {
        RecordReader.Scan scan =
                scan(json, "{\"total\":3,\"a\":{\"b\":[1]},\"accounts\":[{\"key\":\"A\"}],\"next\":null,\"more\":[2]}");

        assertThat(scan.rest()).isEqualTo(Json.tree("{\"total\":3,\"a\":{\"b\":[1]},\"next\":null,\"more\":[2]}"));
        assertThat(scan.rows()).isEqualTo(1);
        assertThat(read(json, "{\"a\":[[1],{\"accounts\":[]}],\"accounts\":[{\"key\":\"A\"}],\"z\":1}", 1))
                .hasSize(1);
    }

    @Test
    void anXmlErrorIsWhatStandsBesideNoList() throws Exception {
        RecordReader.Scan scan = scan(
                xml,
                "<requestError><serviceException><messageId>UNAUTHORIZED</messageId></serviceException></requestError>");

        assertThat(scan.list()).isFalse();
        assertThat(scan.rest().at("/serviceException/messageId").asText()).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void idsThatOccurTwiceAreNamed() throws Exception {
        assertThat(scan(json, "{\"accounts\":[{\"key\":\"A\"},{\"key\":\"B\"},{\"name\":\"x\",\"key\":\"A\"}]}")
                        .repeated())
                .containsExactly("A");
        assertThat(scan(
                                xml,
                                "<r><accounts><account><key>A</key></account><account><key>B</key></account>"
                                        + "<account><name>x</name><key> A </key></account></accounts></r>")
                        .repeated())
                .containsExactly("A");
    }

    @Test
    void aNumberOfThousandsOfDigitsIsReadSoThatItsRowAloneIsUnusable() throws Exception {
        String number = "1" + "0".repeat(5000);

        assertThat(scan(json, "{\"accounts\":[{\"key\":\"A\",\"x\":" + number + "},{\"key\":\"B\"}]}")
                        .rows())
                .isEqualTo(2);
        assertThat(read(json, "{\"accounts\":[{\"key\":\"A\",\"x\":" + number + ".5},{\"key\":\"B\"}]}", 2))
                .hasSize(2);
    }

    @Test
    void idsThatAreWrittenDifferentlyAreTheSame() throws Exception {
        assertThat(scan(json, "{\"accounts\":[{\"key\":-0},{\"key\":0}]}").repeated())
                .containsExactly("0");
        assertThat(scan(xml, "<r><accounts><account key='A'/><account><key>A</key></account></accounts></r>")
                        .repeated())
                .containsExactly("A");
        assertThat(read(xml, "<r><accounts><account><key>\n  A\n </key><name> x </name></account></accounts></r>", 1))
                .containsExactly(Json.tree("{\"key\":\"A\",\"name\":\" x \"}"));
    }

    @Test
    void anIdFurtherDownIsNotTheRecords() throws Exception {
        assertThat(scan(json, "{\"accounts\":[{\"key\":\"A\",\"x\":{\"key\":\"B\"}},{\"key\":\"B\"}]}")
                        .repeated())
                .isEmpty();
        assertThat(scan(
                                xml,
                                "<r><accounts><account><key>A</key><x><key>B</key></x></account>"
                                        + "<account><key>B</key></account></accounts></r>")
                        .repeated())
                .isEmpty();
    }

    @Test
    void rowsThatAreNoObjectsAreRowsAllTheSame() throws Exception {
        assertThat(read(json, "{\"accounts\":[1,null,\"x\",[{}],{\"key\":\"A\"}]}", 5))
                .hasSize(5);
        assertThat(read(xml, "<r><accounts><account/><account>text</account><account> </account></accounts></r>", 3))
                .allSatisfy(record -> assertThat(record.has("key")).isFalse());
    }

    @Test
    void anElementTwiceIsAnArrayAndNoText() throws Exception {
        assertThat(read(xml, "<account><key>A</key><key>B</key></account>", 1)
                        .get(0)
                        .path("key")
                        .isArray())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "[{\"key\":\"A\"}]",
                "\"text\"",
                "{\"accounts\":[{\"key\":\"A\"}",
                "{\"accounts\":[{\"key\":\"A\"}]",
                "{\"accounts\":[{\"key\":\"A",
                "{\"accounts\":[{\"key\":\"A\"},]}",
                "{\"accounts\":[{\"key\":\"A\"}]}}",
                "{\"accounts\":[{\"key\":\"A\"}]} {}",
                "{\"accounts\":[{\"key\":\"A\"}]}garbage",
                "{\"accounts\":[{\"key\":\"A\",\"key\":\"A\"}]}",
                "{\"accounts\":[],\"accounts\":[]}",
                "{\"accounts\":[{\"key\":NaN}]}",
                "<html>"
            })
    void whatIsNoWholeJsonIsRefused(String text) {
        assertThatThrownBy(() -> scan(json, text)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "<r><accounts><account><key>A</key></account></accounts>",
                "<r><accounts><account><key>A",
                "<r><accounts></r>",
                "<r><accounts/></r>garbage",
                "<r><accounts/></r><r/>",
                "<r><accounts><account><key>&nbsp;</key></account></accounts></r>",
                "<r><accounts><account><key>&x;</key></account></accounts></r>",
                "<!DOCTYPE r><r><accounts/></r>",
                "<!DOCTYPE r [<!ENTITY x \"A\">]><r><accounts><account><key>&x;</key></account></accounts></r>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><accounts/></r>",
                "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/x.dtd\"><r><accounts/></r>"
            })
    void whatIsNoWholeXmlOrHasEntitiesOfItsOwnIsRefused(String text) {
        assertThatThrownBy(() -> scan(xml, text)).isInstanceOf(IOException.class);
    }

    @Test
    void aThousandLaughsAreRefused() {
        String laughs = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><account><key>&c;</key></account>";

        assertThatThrownBy(() -> scan(xml, laughs)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> XmlRecordReader.MAPPER.readTree(laughs))
                .as("the mapper of single answers")
                .isInstanceOf(IOException.class);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> scan(json, "{\"accounts\":[" + "[".repeat(100_000)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> scan(json, "{\"x\":" + "[".repeat(100_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> scan(xml, "<r>" + "<a>".repeat(100_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> scan(xml, "<account>" + "<a>".repeat(100_000))).isInstanceOf(IOException.class);
    }

    @Test
    void aByteOrderMarkIsNothing() throws Exception {
        assertThat(read(json, "\uFEFF{\"accounts\":[{\"key\":\"A\"}]}", 1)).hasSize(1);
        assertThat(read(xml, "\uFEFF" + PROLOG + "<account><key>A</key></account>", 1))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16BE", "UTF-16LE"})
    void otherEncodingsOfUnicodeAreKnownByTheirMark(String name) throws Exception {
        Charset charset = Charset.forName(name);
        byte[] bytes = "\uFEFF<account><key>Ключ😀</key></account>".getBytes(charset);

        assertThat(read(xml, bytes, 1).get(0).path("key").asText()).isEqualTo("Ключ😀");
    }

    @Test
    void cdataAndReferencesAreText() throws Exception {
        assertThat(read(xml, "<account><key><![CDATA[A<]]>&amp;&#66;</key></account>", 1)
                        .get(0)
                        .path("key")
                        .asText())
                .isEqualTo("A<&B");
    }

    /** Found by {@code -Pfuzz}: such an exponent came out as a failure of our own, which ended the poll. */
    @ParameterizedTest
    @ValueSource(strings = {"2e999999999999999", "2e9999999999", "-1e-9999999999"})
    void aNumberThatJavaCannotHoldSpoilsItsRowOnly(String number) throws Exception {
        assertThat(read(
                        json,
                        "{\"accounts\":[{\"key\":\"A\"},{\"key\":\"B\",\"x\":[{\"y\":" + number
                                + "}]},{\"key\":\"C\"}]}",
                        3))
                .containsExactly(Json.tree("{\"key\":\"A\"}"), Json.tree("null"), Json.tree("{\"key\":\"C\"}"));
        assertThatThrownBy(() -> scan(json, "{\"x\":" + number + ",\"accounts\":[]}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void numbersOfRecordsAreExact() throws Exception {
        assertThat(read(json, "{\"accounts\":[{\"key\":\"A\",\"n\":12.30,\"m\":12345678901234567890.5}]}", 1))
                .map(Json::text)
                .containsExactly("{\"key\":\"A\",\"n\":12.30,\"m\":12345678901234567890.5}");
    }

    @Test
    void aLargeListIsWalkedFromAFile() throws Exception {
        StringBuilder text = new StringBuilder("{\"accounts\":[");
        StringBuilder elements = new StringBuilder("<r><accounts>");
        for (int i = 0; i < 20_000; i++) {
            text.append(i == 0 ? "" : ",").append("{\"key\":\"").append(i).append("\",\"name\":\"N\"}");
            elements.append("<account><key>").append(i).append("</key><name>N</name></account>");
        }

        assertThat(read(json, text.append("]}").toString(), 20_000)).hasSize(20_000);
        assertThat(read(xml, elements.append("</accounts></r>").toString(), 20_000))
                .hasSize(20_000);
        assertThat(folder).as("temporary files").isEmptyDirectory();
    }

    @Test
    void anAnswerLargerThanAllowedIsRefusedAndLeavesNoFile() {
        byte[] body = new byte[600_000];

        assertThatThrownBy(() -> received(body, 500_000))
                .isInstanceOf(PollException.Malformed.class)
                .hasMessage("the answer is larger than 500000 bytes");
        assertThatThrownBy(() -> received(body, 1000)).isInstanceOf(PollException.Malformed.class);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 600_000})
    void anAnswerOfAnySizeComesBackAsItWas(int size) throws Exception {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        try (Answer answer = received(body, 600_000)) {
            assertThat(answer.open().readAllBytes()).isEqualTo(body);
            assertThat(answer.open().readAllBytes()).as("a second time").isEqualTo(body);
            assertThat(answer.head(10)).hasSize(Math.min(10, size));
        }
        assertThat(folder).isEmptyDirectory();
    }

    private RecordReader.Scan scan(RecordReader reader, String text) throws IOException {
        try (Answer answer = answer(text.getBytes(StandardCharsets.UTF_8))) {
            return reader.scan(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accounts\": [{\"key\": \"A\"}, {\"key\": \"B\", \"name\": \"$\"}]}",
                "{\"accounts\": [{\"key\": \"A\"}, \"$\"]}",
                "{\"accounts\": [\"$\", {\"key\": \"A\"}]}"
            })
    void aTextThatJacksonRefusesIsFoundBeforeAnyRecordIsTaken(String list) throws Exception {
        String tooLong = "x".repeat(StreamReadConstraints.DEFAULT_MAX_STRING_LEN + 1);
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            try (Answer answer = new Answer(folder)) {
                byte[] body = list.replace("$", tooLong).getBytes(charset);
                answer.receive(new ByteArrayInputStream(body), 1 << 30);
                assertThatThrownBy(() -> json.scan(answer)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whatStandsBesideAListMustFitIntoMemory() throws Exception {
        String text = "\"" + "x".repeat(1 << 20) + "\"";
        String padding = String.join(",", Collections.nCopies(17, text));
        assertTooLarge(json, "{\"padding\": [" + padding + "], \"accounts\": []}");
        assertTooLarge(
                json,
                "{\"a\": [" + text + "], \"b\": [" + padding.substring(text.length() + 1) + "], \"accounts\": []}");
        assertTooLarge(json, "{\"accounts\": [], \"a\": {\"b\": [" + padding + "]}}");
        assertThat(scan(xml, "<busy><p>" + "x".repeat(17 << 20) + "</p></busy>").rest())
                .isEmpty();
    }

    private void assertTooLarge(RecordReader reader, String text) throws Exception {
        try (Answer answer = new Answer(folder)) {
            answer.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 30);
            assertThatThrownBy(() -> reader.scan(answer)).isInstanceOf(IOException.class);
        }
    }

    private List<JsonNode> read(RecordReader reader, String text, long rows) throws IOException {
        return read(reader, text.getBytes(StandardCharsets.UTF_8), rows);
    }

    /** All records of a list, found by both walks. */
    private List<JsonNode> read(RecordReader reader, byte[] bytes, long rows) throws IOException {
        try (Answer answer = answer(bytes)) {
            RecordReader.Scan scan = reader.scan(answer);
            assertThat(scan.list()).isTrue();
            assertThat(scan.rows()).isEqualTo(rows);
            List<JsonNode> records = new ArrayList<>();
            try (RecordReader.Records walk = reader.open(answer)) {
                walk.forEachRemaining(records::add);
            }
            return records;
        }
    }

    private Answer answer(byte[] bytes) throws IOException {
        try {
            Files.createDirectories(folder);
            return received(bytes, 1 << 30);
        } catch (PollException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private Answer received(byte[] bytes, long maxBytes) throws IOException, PollException {
        Answer answer = new Answer(folder);
        answer.receive(new ByteArrayInputStream(bytes), maxBytes);
        return answer;
    }
}
