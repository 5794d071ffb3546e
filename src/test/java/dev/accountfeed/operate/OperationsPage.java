package dev.accountfeed.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/operations.md. */
final class OperationsPage {

    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(account_feed_\\w+)[`{]");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private OperationsPage() {}

    static String text() throws IOException {
        return Files.readString(Path.of("docs/operations.md"));
    }

    /** The blocks of commands below a heading. */
    static List<String> commands(String heading) throws IOException {
        String text = text();
        int from = text.indexOf("\n" + heading + "\n") + 1;
        int to = text.indexOf("\n## ", from);
        return BLOCK.matcher(text.substring(from, to))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The metrics in its table. */
    static Set<String> metrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (Matcher row = METRIC.matcher(text()); row.find(); ) {
            metrics.add(row.group(1));
        }
        return metrics;
    }
}
