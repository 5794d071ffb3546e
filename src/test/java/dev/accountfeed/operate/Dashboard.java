package dev.accountfeed.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What deploy/grafana/account-feed.json asks Prometheus. */
final class Dashboard {

    private static final Path FILE = Path.of("deploy/grafana/account-feed.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:account_feed|jvm|process|system)_\\w+|\\bup\\b");
    private static final Pattern BRACES = Pattern.compile("\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without)\\s*\\(([^)]*)\\)");

    private Dashboard() {}

    /** Every query of every panel. */
    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        collect(new ObjectMapper().readTree(FILE.toFile()).path("panels"), queries);
        return queries;
    }

    private static void collect(JsonNode panels, List<String> queries) {
        for (JsonNode panel : panels) {
            panel.path("targets")
                    .forEach(target -> queries.add(target.path("expr").asText()));
            collect(panel.path("panels"), queries);
        }
    }

    /** Without what Grafana fills in. */
    static String plain(String query) {
        return query.replace("$__rate_interval", "5m").replace("\"$instance\"", "\".*\"");
    }

    static Set<String> metrics(String query) {
        return METRIC.matcher(query)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> labels(String query) {
        Set<String> labels = new TreeSet<>();
        BRACES.matcher(query)
                .results()
                .flatMap(braces -> MATCHER.matcher(braces.group(1)).results())
                .forEach(label -> labels.add(label.group(1)));
        GROUPING.matcher(query).results().forEach(group -> {
            for (String label : group.group(1).split(",")) {
                labels.add(label.strip());
            }
        });
        return labels;
    }
}
