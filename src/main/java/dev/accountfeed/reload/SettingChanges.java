package dev.accountfeed.reload;

import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Which settings a change of the files touches, by name: values may be secrets. */
final class SettingChanges {

    /** Asked for each time they are needed, or applied to each set of routes anew. */
    private static final List<String> LIVE = List.of(
            "feed.events.keep",
            "feed.http.token",
            "feed.http.hosts",
            "camel.component.http.",
            "camel.ssl.",
            "camel.dataformat.",
            "camel.language.");

    private final Properties atStart;
    private final Properties running;
    private final Properties next;

    /**
     * @param atStart what the application was started with
     * @param running what is in force, as far as it can change while it runs
     */
    SettingChanges(Properties atStart, Properties running, Properties next) {
        this.atStart = atStart;
        this.running = running;
        this.next = next;
    }

    /** Those that differ from what is in force, and that are taken. */
    Set<String> taken() {
        Set<String> names = differing(running);
        names.removeIf(name -> !isLive(name));
        return names;
    }

    /** Those that differ from what the application was started with, and that count from the next start on only. */
    Set<String> restart() {
        Set<String> names = differing(atStart);
        names.removeIf(SettingChanges::isLive);
        return names;
    }

    boolean isNone() {
        return taken().isEmpty() && restart().isEmpty();
    }

    /** The values of those that count from the next start on only, as the application goes on with them. */
    Properties kept() {
        return values(restart(), atStart);
    }

    /** The values that are in force of all that differ. */
    Properties inForce() {
        Properties values = kept();
        values.putAll(values(taken(), running));
        return values;
    }

    private static Properties values(Set<String> names, Properties from) {
        Properties values = new Properties();
        for (String name : names) {
            String value = from.getProperty(name);
            if (value != null) {
                values.setProperty(name, value);
            }
        }
        return values;
    }

    private Set<String> differing(Properties before) {
        Set<String> names = new TreeSet<>(before.stringPropertyNames());
        names.addAll(next.stringPropertyNames());
        names.removeIf(name -> Objects.equals(before.getProperty(name), next.getProperty(name)));
        return names;
    }

    /** What is neither ours nor Camel's is the user's own, for placeholders. */
    private static boolean isLive(String name) {
        return LIVE.stream().anyMatch(live -> live.endsWith(".") ? name.startsWith(live) : name.equals(live))
                || (!name.startsWith("feed.") && !name.startsWith("camel."));
    }
}
