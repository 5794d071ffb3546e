package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.accountfeed.account.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** config/log4j2.yaml: lines for people, or for programs. */
class LogFormatTest {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private LoggerContext context;
    private Logger log;

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        context = new LoggerContext(
                "log-format",
                null,
                Path.of("config/log4j2.yaml").toAbsolutePath().toUri());
        context.start();
        log = context.getLogger("dev.accountfeed.source.Poller");
    }

    @AfterEach
    void stop() {
        context.stop();
        ThreadContext.clearAll();
        System.clearProperty("account-feed.log");
        System.setErr(before);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void fail() {
        ThreadContext.put("source", "infobip-all");
        ThreadContext.put("account", "3456750");
        ThreadContext.put("poll", "9f3c2a1b-42");
        log.warn("Source {} fails ({}): {}", "infobip-all", "refused", "HTTP 401 \"no\"\nnext");
        ThreadContext.clearAll();
    }

    @Test
    void linesAreForPeopleUnlessASettingSaysOtherwise() {
        fail();
        log.info("Sink file takes events again");
        assertThat(lines().get(0))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ WARN  Source infobip-all fails \\(refused\\): HTTP 401 \"no\"");
        assertThat(lines().get(1)).isEqualTo("next [poll 9f3c2a1b-42]");
        assertThat(lines().get(2)).endsWith("INFO  Sink file takes events again");
    }

    @Test
    void theSettingMakesAnObjectOfEveryLine() {
        System.setProperty("account-feed.log", "json");
        fail();
        log.error("Poll failed", new IllegalStateException("why"));
        assertThat(lines()).hasSize(2);
        JsonNode warning = Json.tree(lines().get(0));
        assertThat(warning.path("level").asText()).isEqualTo("WARN");
        assertThat(warning.path("message").asText()).endsWith("HTTP 401 \"no\"\nnext");
        assertThat(warning.path("source").asText()).isEqualTo("infobip-all");
        assertThat(warning.path("account").asText()).isEqualTo("3456750");
        assertThat(warning.path("poll").asText()).isEqualTo("9f3c2a1b-42");
        assertThat(warning.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonNode error = Json.tree(lines().get(1));
        assertThat(error.has("poll")).isFalse();
        assertThat(error.path("error").asText()).startsWith("java.lang.IllegalStateException: why");
    }
}
