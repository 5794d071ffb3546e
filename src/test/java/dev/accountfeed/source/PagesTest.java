package dev.accountfeed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import dev.accountfeed.auth.Credentials;
import dev.accountfeed.change.ChangeRules;
import dev.accountfeed.provider.Answer;
import dev.accountfeed.provider.AnswerFormat;
import dev.accountfeed.provider.Outcome;
import dev.accountfeed.provider.PollException;
import dev.accountfeed.provider.Provider;
import dev.accountfeed.provider.ProviderReader;
import dev.accountfeed.provider.RecordReader;
import dev.accountfeed.provider.RecordSpool;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private static final String HOST = "https://api.example.com";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/2010-04-01/Accounts.json?Page=1",
                "//evil.example/2010-04-01/Accounts.json",
                "http://api.example.com/2010-04-01/Accounts.json",
                "https://api.example.com:8443/2010-04-01/Accounts.json",
                "https://api.example.com@evil.example/",
                "https://api.example.com.evil.example/",
                "https://user@api.example.com/2010-04-01/Accounts.json",
                "file:///etc/passwd",
                "mailto:a@b.example"
            })
    void aPageElsewhereIsNotFollowed(String address) {
        Pages pages = pages("twilio", 1 << 20);
        pages.address(HOST + "/2010-04-01/Accounts.json");

        assertThatThrownBy(() -> add("twilio", pages, page(address)))
                .isInstanceOfSatisfying(
                        PollException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNEXPECTED))
                .hasMessageNotContaining("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2010-04-01/Accounts.json?PageSize=50&Page=1&PageToken=a%2Fb",
                "https://api.example.com/2010-04-01/Accounts.json?PageSize=50&Page=1&PageToken=a%2Fb",
                "https://API.example.com:443/2010-04-01/Accounts.json?PageSize=50&Page=1&PageToken=a%2Fb",
                "Accounts.json?PageSize=50&Page=1&PageToken=a%2Fb",
                "?PageSize=50&Page=1&PageToken=a%2Fb"
            })
    void aPageOnTheSourcesHostIsFollowedAsItStands(String address) throws Exception {
        Pages pages = pages("twilio", 1 << 20);
        assertThat(pages.query()).isEqualTo("PageSize=50");
        pages.address(HOST + "/2010-04-01/Accounts.json");

        add("twilio", pages, page(address));

        assertThat(pages.hasNext()).isTrue();
        assertThat(pages.address("unused"))
                .isEqualToIgnoringCase(
                        address.contains(":443")
                                ? address.replaceAll("\\?.*", "")
                                : HOST + "/2010-04-01/Accounts.json");
        assertThat(pages.query()).isEqualTo("PageSize=50&Page=1&PageToken=a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com/a b", "http://[", "%", "\\\\evil.example\\x"})
    void whatIsNoAddressIsMalformed(String address) {
        Pages pages = pages("twilio", 1 << 20);
        pages.address(HOST + "/2010-04-01/Accounts.json");

        assertThatThrownBy(() -> add("twilio", pages, page(address))).isInstanceOf(PollException.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"href\": \"?Page=1\"}", "[\"?Page=1\"]", "{}", "[]", "true", "2"})
    void whereTheNextPageStandsInNoTextThePageIsNotTheLast(String next) {
        Pages pages = pages("twilio", 1 << 20);
        pages.address(HOST + "/2010-04-01/Accounts.json");

        assertThatThrownBy(() ->
                        add("twilio", pages, "{\"accounts\": [{\"sid\": \"AC1\"}], \"next_page_uri\": " + next + "}"))
                .isInstanceOf(PollException.Malformed.class)
                .hasMessage("where the next page's address should stand is no text");
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() throws Exception {
        Pages pages = pages("twilio", 1 << 20);
        pages.address(HOST + "/2010-04-01/Accounts.json");
        add("twilio", pages, page("?Page=1"));
        pages.address("unused");
        add("twilio", pages, page("?Page=2"));
        pages.address("unused");

        assertThatThrownBy(() -> add("twilio", pages, page("?Page=1")))
                .isInstanceOf(PollException.Malformed.class)
                .hasMessageContaining("circles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void thePageWithoutANextOneIsTheLast(String next) throws Exception {
        Pages pages = pages("twilio", 1 << 20);
        pages.address(HOST + "/2010-04-01/Accounts.json");

        add("twilio", pages, "{\"accounts\": [{\"sid\": \"AC1\"}], \"next_page_uri\": " + next + "}");

        assertThat(pages.hasNext()).isFalse();
        assertThat(pages.isProven()).isTrue();
    }

    @Test
    void aTotalThatIsNotReachedProvesNothing() throws Exception {
        Pages pages = pages("voximplant", 1 << 20);
        add("voximplant", pages, children(3, 1, 2));
        assertThat(pages.hasNext()).isTrue();
        assertThat(pages.query()).isEqualTo("count=100&offset=2");

        add("voximplant", pages, children(3));

        assertThat(pages.hasNext()).isFalse();
        assertThat(pages.isProven()).isFalse();
    }

    @Test
    void aTotalThatChangesBetweenPagesProvesNothing() throws Exception {
        Pages pages = pages("voximplant", 1 << 20);
        add("voximplant", pages, children(4, 1, 2));
        add("voximplant", pages, children(3, 4));

        assertThat(pages.hasNext()).isFalse();
        assertThat(pages.isProven()).isFalse();
    }

    @Test
    void aRowOnTwoPagesProvesNothing() throws Exception {
        Pages pages = pages("voximplant", 1 << 20);
        add("voximplant", pages, children(4, 1, 2));
        add("voximplant", pages, children(4, 2, 3));

        assertThat(pages.hasNext()).isFalse();
        assertThat(pages.isProven()).isFalse();
        assertThat(pages.records().repeated()).containsExactly("2");
    }

    @Test
    void aTotalThatIsReachedProvesTheList() throws Exception {
        Pages pages = pages("voximplant", 1 << 20);
        add("voximplant", pages, children(3, 1, 2));
        add("voximplant", pages, children(3, 3));

        assertThat(pages.hasNext()).isFalse();
        assertThat(pages.isProven()).isTrue();
    }

    @Test
    void aPageWithoutATotalIsMalformed() {
        Pages pages = pages("voximplant", 1 << 20);

        assertThatThrownBy(() -> add("voximplant", pages, "{\"result\": [{\"account_id\": 1}]}"))
                .isInstanceOf(PollException.Malformed.class);
    }

    @Test
    void recordsStayAsTheyAreWhetherInMemoryOrInAFile() throws Exception {
        String record = "{\"account_id\":1,\"balance\":12.30,\"deep\":[1e400,{\"text\":\"ü\\n\"}],\"pad\":\""
                + "x".repeat(1000) + "\"}";
        try (Pages pages = pages("voximplant", 1 << 20)) {
            List<JsonNode> kept = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                add("voximplant", pages, "{\"result\": [" + record + "], \"total_count\": 500}");
            }
            pages.records().open().forEachRemaining(kept::add);

            assertThat(kept).hasSize(500).allMatch(one -> Json.raw(one).equals(Json.raw(Json.tree(record))));
            assertThat(folder).isDirectoryContaining("glob:**pages-*");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aRowThatIsAnArrayIsARowAndNotTheList() throws Exception {
        try (Pages pages = pages("voximplant", 1 << 20)) {
            add("voximplant", pages, "{\"result\": [[], {\"account_id\": 1}], \"total_count\": 2}");
            List<JsonNode> kept = new ArrayList<>();
            pages.records().open().forEachRemaining(kept::add);

            assertThat(kept).extracting(Json::raw).containsExactly("[]", "{\"account_id\":1}");
        }
    }

    @Test
    void halfACharacterStaysWhatItIs() throws Exception {
        try (Pages pages = pages("voximplant", 1 << 20)) {
            add("voximplant", pages, "{\"result\": [{\"account_name\": \"cut \\ud83d\"}], \"total_count\": 1}");

            assertThat(pages.records().open().next().path("account_name").asText())
                    .isEqualTo("cut \ud83d");
        }
    }

    @Test
    void allPagesTogetherAreCapped() {
        Pages pages = pages("voximplant", 1024);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        add("voximplant", pages, children(1000, i));
                    }
                })
                .isInstanceOf(PollException.Malformed.class)
                .hasMessageContaining("larger than 1024 bytes");
    }

    private static String page(String next) {
        return "{\"accounts\": [{\"sid\": \"AC1\"}], \"next_page_uri\": " + Json.text(Json.MAPPER.valueToTree(next))
                + "}";
    }

    private static String children(int total, int... ids) {
        List<String> rows = new ArrayList<>();
        for (int id : ids) {
            rows.add("{\"account_id\": " + id + "}");
        }
        return "{\"result\": [" + String.join(",", rows) + "], \"total_count\": " + total + "}";
    }

    private static Provider provider(String name) {
        return new ProviderReader().read(Path.of("routes", name)).value().orElseThrow();
    }

    private Pages pages(String provider, long maxBytes) {
        Source source = new Source(
                "s",
                provider(provider),
                URI.create(HOST),
                new Credentials.Bearer("t"),
                new Recurrence.Every(Duration.ofDays(1)),
                true,
                Map.of(),
                ChangeRules.DEFAULT,
                null);
        return new Pages(source, new RecordSpool(folder, maxBytes));
    }

    private void add(String provider, Pages pages, String body) throws Exception {
        AnswerFormat format = new AnswerFormat(provider(provider));
        RecordReader reader = format.reader("json");
        Answer answer = new Answer(folder);
        answer.receive(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), 1 << 20);
        pages.add(reader.scan(answer), reader, answer, format, Json.MAPPER.createObjectNode());
    }
}
