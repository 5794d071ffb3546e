package dev.accountfeed.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accountfeed.config.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Saves that are no configuration: each with the file and the line that must be named. */
final class Mistakes {

    /**
     * A broken save.
     *
     * @param file that is saved
     * @param text that it holds then; null where it is removed
     * @param line that the report must name; 0 for any
     */
    record Mistake(String name, Path file, String text, int line) {

        void assertTold(List<Finding> findings) {
            assertThat(findings).as(name).isNotEmpty();
            assertThat(findings)
                    .as(name + " in line " + line + " of " + file)
                    .anyMatch(finding -> isNear(finding) || finding.message().contains(file + ":" + line));
        }

        private boolean isNear(Finding finding) {
            return finding.file().equals(file)
                    && (text == null || finding.line() > 0)
                    && (line == 0 || Math.abs(finding.line() - line) <= NEAR);
        }

        void save() {
            if (text == null) {
                LiveFiles.delete(file);
            } else {
                LiveFiles.save(file, text);
            }
        }
    }

    /** A step is told at its first line, and what is left open where it would have to end. */
    private static final int NEAR = 2;

    private final LiveFiles files;
    private final List<Mistake> all = new ArrayList<>();

    private Mistakes(LiveFiles files) {
        this.files = files;
    }

    /** One of each kind, for the files as they are now. */
    static List<Mistake> of(LiveFiles files) {
        Mistakes mistakes = new Mistakes(files);
        mistakes.inRoutes();
        mistakes.inTriggers();
        mistakes.inProviders();
        mistakes.inConfig();
        return mistakes.all;
    }

    private void inRoutes() {
        Path poll = files.routes().resolve("shared/account-poll.camel.yaml");
        Path fetch = files.routes().resolve("voximplant/voximplant-account.camel.yaml");
        Path call = files.routes().resolve("shared/provider-call.camel.yaml");
        replaced("YAML syntax", poll, "      steps:\n", "      steps: [\n");
        replaced("unknown EIP", poll, "        - split:", "        - splitt:");
        replaced("unknown option of an EIP", poll, "streaming: true", "streamingg: true");
        replaced("unknown component", call, "uri: http\n", "uri: htttp\n");
        replaced(
                "unknown option of a component",
                poll,
                "name: account-poll-changes\n",
                "name: account-poll-changes\n              blokc: true\n");
        replaced("unknown bean", poll, "ref: absences\n", "ref: absencez\n");
        replaced("unknown method of a bean", poll, "method: count", "method: counts");
        replaced("unknown processor", poll, "ref: observations.recall\n", "ref: observations.recal\n");
        replaced("missing placeholder", call, "uri: http\n", "uri: \"{{no.such.setting}}\"\n");
        replaced("open language function", fetch, "${exchangeProperty.url}", "${exchangeProperty.url");
        replaced("unknown type", fetch, "com.fasterxml.jackson.databind.JsonNode", "com.fasterxml.jackson.JsonNode");
        replaced("route id of another file", poll, "    id: account-poll-changes\n", "    id: account-read\n");
        replaced(
                "route configuration of no name",
                poll,
                "routeConfigurationId: poll-outcomes\n",
                "routeConfigurationId: poll-outcome\n");
        replaced("call of no route", poll, "name: account-fetch\n", "name: account-fetsh\n");
        Path configurations = files.routes().resolve("shared/route-configurations.camel.yaml");
        replaced(
                "bad duration",
                configurations,
                "maximumRedeliveryDelay: \"8000\"",
                "maximumRedeliveryDelay: \"8 secs\"");
        half("half-written route", poll, "steps:");
    }

    private void inTriggers() {
        Path timer = files.routes().resolve("triggers/timer.camel.yaml");
        replaced("unknown component of a trigger", timer, "uri: timer\n", "uri: timmer\n");
        replaced("unknown bean of a trigger", timer, "ref: poller\n", "ref: pollerr\n");
        replaced("bad period of a trigger", timer, "period: 50\n", "period: 1m30\n");
    }

    private void inProviders() {
        Path manifest = files.routes().resolve("infobip/provider.yaml");
        replaced("unknown key of a manifest", manifest, "maxBytes:", "maxBytez:");
        replaced("broken pointer of a manifest", manifest, "id: /key", "id: key");
        half("half-written manifest", manifest, "records:");
        Path mapping = files.routes().resolve("voximplant/voximplant-account.jq");
        replaced("broken jq", mapping, "def limits:", "def limits");
        removed("mapping that is gone", mapping);
    }

    private void inConfig() {
        Path inventory = files.inventory();
        replaced("unknown provider", inventory, "provider: infobip", "provider: infobib");
        replaced("unknown key of a source", inventory, "every: 200ms", "evry: 200ms");
        replaced("bad interval", inventory, "every: 200ms", "every: 200mss");
        replaced(
                "key with name",
                inventory,
                "provider: infobip\n",
                "provider: infobip\n    options: {key: _, name: x}\n");
        replaced("missing credentials file", inventory, "file: voximplant.json", "file: voximplan.json");
        replaced("missing environment", inventory, "password: pw-still-2", "password: \"{{env:NO_SUCH_VARIABLE}}\"");
        add(
                "duplicate source id",
                inventory,
                LiveFiles.read(inventory)
                        .replace(
                                "sources:\n",
                                "sources:\n  - id: still-1\n    provider: infobip\n    credentials: {apiKey: x}\n"),
                0);
        add("empty file", inventory, "", 1);
        half("half-written inventory", inventory, "every:");
        Path settings = files.settings();
        replaced("unknown setting", settings, "feed.events.keep = ", "feed.events.kept = ");
        replaced("bad setting", settings, "feed.events.keep = ", "feed.events.keep = seven");
        replaced("half of a character", settings, "feed.name = ", "feed.name = \\u00-");
        removed("settings that are gone", settings);
        replaced(
                "unknown setting of Camel",
                settings,
                "camel.component.http.soTimeout",
                "camel.component.http.soTimeoot");
        Path key = files.config().resolve("voximplant.json");
        half("half-written key", key, "\"private_key\"");
    }

    private void replaced(String name, Path file, String from, String to) {
        String text = LiveFiles.read(file);
        int at = text.indexOf(from);
        if (at < 0) {
            throw new IllegalStateException(name + ": no " + from + " in " + file);
        }
        String broken = text.substring(0, at) + to + text.substring(at + from.length());
        // Up to where the two begin to differ.
        int same = 0;
        while (same < from.length() && same < to.length() && from.charAt(same) == to.charAt(same)) {
            same++;
        }
        while (same < to.length() && Character.isWhitespace(to.charAt(same))) {
            same++;
        }
        add(name, file, broken, (int) broken.substring(0, at + same).lines().count());
    }

    /** What a slow writer has written when it is looked at: up to the middle of a word. */
    /** Ends in the middle of a key that is not the first of its block: alone, it would be a value. */
    private void half(String name, Path file, String key) {
        String text = LiveFiles.read(file);
        add(name, file, text.substring(0, text.lastIndexOf(key) + 3), 0);
    }

    private void removed(String name, Path file) {
        add(name, file, null, 0);
    }

    private void add(String name, Path file, String text, int line) {
        all.add(new Mistake(name, file, text, line));
    }
}
