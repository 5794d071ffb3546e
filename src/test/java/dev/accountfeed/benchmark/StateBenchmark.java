package dev.accountfeed.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is stored of accounts and events, and how soon a sink that is new has them all. */
final class StateBenchmark {

    private static final String NAME = "state";
    private static final int ROWS = 100_000;

    private final Processes stub;
    private final Map<String, String> kafka;

    StateBenchmark(Processes stub, Map<String, String> kafka) {
        this.stub = stub;
        this.kafka = kafka;
    }

    String measure() throws Exception {
        String inventory = new ListBenchmark(stub).inventory(ROWS);
        try (FeedProcess feed = FeedProcess.start(NAME, inventory, Map.of(), "").await()) {
            feed.poll("json");
            feed.awaitDelivery();
        }
        Map<String, Long> bytes = bytes();
        double drained;
        try (FeedProcess feed = FeedProcess.again(NAME, inventory, kafka, "").await()) {
            drained = drained(feed);
        }
        return String.format(
                Locale.ROOT,
                "| %,d accounts of Infobip, one event each | |%n|---|--:|%n| state of an account, with its indexes | %d bytes |%n"
                        + "| stored event, with its indexes | %d bytes |%n"
                        + "| from the outbox to Kafka, after a start | %,.0f events/s |%n",
                ROWS,
                bytes.get("account") / ROWS,
                bytes.get("event") / ROWS,
                drained);
    }

    /** By table, as SQLite itself counts its pages. */
    private static Map<String, Long> bytes() throws SQLException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + FeedProcess.folder(NAME).resolve("data/account-feed.db"));
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT tbl_name, sum(pgsize) FROM dbstat"
                        + " JOIN sqlite_schema ON dbstat.name = sqlite_schema.name GROUP BY tbl_name")) {
            while (tables.next()) {
                bytes.put(tables.getString(1), tables.getLong(2));
            }
        }
        return bytes;
    }

    /** Events a second, from the first batch that has arrived to the last. */
    private static double drained(FeedProcess feed) throws IOException, InterruptedException {
        long first = 0;
        long begin = 0;
        for (long lag = lag(feed); lag > 0; lag = lag(feed)) {
            if (lag < ROWS && first == 0) {
                first = lag;
                begin = System.nanoTime();
            }
            feed.check();
            Thread.sleep(20);
        }
        return first * 1e9 / (System.nanoTime() - begin);
    }

    private static long lag(FeedProcess feed) throws IOException {
        for (JsonNode sink : feed.get("/api/sinks").path("items")) {
            if (sink.path("name").asText().equals("kafka")) {
                return sink.path("lag").asLong();
            }
        }
        throw new IOException("there is no Kafka sink");
    }
}
