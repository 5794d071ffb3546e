package dev.accountfeed.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Sound saves of all kinds, in random order. */
final class Saves {

    /** The sources that no save touches. */
    static final List<String> STILL = List.of("still-1", "still-2", "still-3");

    private static final List<String> VOLATILE = List.of("new-1", "new-2", "new-3", "new-4");
    private static final List<String> INTERVALS = List.of("200ms", "300ms", "1s");

    private final EditedFeed feed;
    private final Random random;
    private final Set<String> present = new TreeSet<>();
    private int count;

    Saves(EditedFeed feed, Random random) {
        this.feed = feed;
        this.random = random;
        STILL.forEach(user -> feed.sandbox.infobipUser(user, "pw-" + user));
        VOLATILE.forEach(user -> feed.sandbox.infobipUser(user, "pw-" + user));
    }

    /** The ids of the sources that are polled now. */
    List<String> sources() {
        List<String> all = new ArrayList<>(List.of("vox"));
        all.addAll(STILL);
        all.addAll(present);
        return all;
    }

    String inventory(String budget) {
        StringBuilder text = new StringBuilder("""
                sources:
                  - id: vox
                    provider: voximplant
                    url: $VOXIMPLANT
                    credentials: {file: voximplant.json}
                    every: 200ms
                """);
        STILL.forEach(id -> text.append(entry(id, "200ms")));
        present.forEach(id -> text.append(entry(id, INTERVALS.get(random.nextInt(INTERVALS.size())))));
        return feed.resolved(text + """
                providers:
                  voximplant: {concurrency: 4, requestsPerSecond: 10000, timeout: 3s}
                  infobip: {concurrency: %s, requestsPerSecond: 10000, timeout: 3s}
                """.formatted(budget));
    }

    private static String entry(String id, String every) {
        return """
                  - id: %s
                    provider: infobip
                    url: $SANDBOX
                    credentials:
                      username: %s
                      password: pw-%s
                    every: %s
                """.formatted(id, id, id, every);
    }

    /** Saves one file; returns what kind of save it was. */
    String save() {
        count++;
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> inventory();
            case 3 ->
                random.nextBoolean()
                        ? line("triggers/timer.camel.yaml", "the timer's route")
                        : line("triggers/http.camel.yaml", "the HTTP routes");
            case 4 -> line("sinks/file.camel.yaml", "the sink's route");
            case 5 -> line("shared/account-poll.camel.yaml", "the poll route");
            case 6 -> line("infobip/infobip-account.jq", "a mapping");
            case 7 -> line("voximplant/provider.yaml", "a manifest");
            default -> settings();
        };
    }

    private String inventory() {
        String id = VOLATILE.get(random.nextInt(VOLATILE.size()));
        boolean added = present.add(id);
        if (!added) {
            present.remove(id);
        }
        write(feed.files.inventory(), inventory(String.valueOf(10 + random.nextInt(3))) + "# " + count + "\n");
        return (added ? "added " : "removed ") + id;
    }

    private String line(String route, String what) {
        Path file = feed.files.routes().resolve(route);
        write(file, LiveFiles.read(file) + "# " + count + "\n");
        return what;
    }

    private String settings() {
        String text = LiveFiles.read(feed.files.settings());
        write(
                feed.files.settings(),
                text.replaceAll("feed.events.keep = .*", "feed.events.keep = " + (7 + count) + "d"));
        return "a setting";
    }

    private void write(Path file, String text) {
        if (random.nextBoolean()) {
            LiveFiles.save(file, text);
        } else {
            LiveFiles.replace(file, text);
        }
    }
}
