package dev.accountfeed.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/operations.md. */
final class OperationsPage {

    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(account_feed_\\w+)[`{]");

    private OperationsPage() {}

    static String text() throws IOException {
        return Files.readString(Path.of("docs/operations.md"));
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
