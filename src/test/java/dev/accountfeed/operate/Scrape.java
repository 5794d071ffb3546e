package dev.accountfeed.operate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus gets when it asks a feed: its text, read, and the series {@code up} that Prometheus adds.
 *
 * @param series values by name and labels, as they stand in the text
 */
record Scrape(Map<String, Double> series) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final String UP = "up{job=\"account-feed\",instance=\"feed\"}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Asks the feed on the port; one that does not answer is not up. */
    static Scrape of(int port) throws InterruptedException {
        Map<String, Double> series = new LinkedHashMap<>();
        try {
            URI metrics = URI.create("http://127.0.0.1:" + port + "/observe/metrics");
            String text = CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches()) {
                    throw new IllegalStateException("no sample: " + line);
                }
                String labels = sample.group(2) == null ? "" : sample.group(2);
                series.put(sample.group(1) + labels, Double.parseDouble(sample.group(3)));
            });
            series.put(UP, 1.0);
        } catch (IOException e) {
            series.put(UP, 0.0);
        }
        return new Scrape(series);
    }

    /** The sum of the series of a metric whose labels hold that text. */
    double value(String name, String labels) {
        return series.entrySet().stream()
                .filter(sample -> sample.getKey().equals(name)
                        || sample.getKey().startsWith(name + "{")
                                && sample.getKey().contains(labels))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    double value(String name) {
        return value(name, "");
    }

    /** The names of the labels of every metric. */
    Map<String, Set<String>> labels() {
        return series.keySet().stream()
                .collect(Collectors.groupingBy(
                        key -> key.replaceFirst("\\{.*", ""),
                        TreeMap::new,
                        Collectors.flatMapping(
                                key -> LABEL.matcher(key).results().map(label -> label.group(1)),
                                Collectors.toCollection(TreeSet::new))));
    }
}
