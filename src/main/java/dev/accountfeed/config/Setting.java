package dev.accountfeed.config;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A setting of ours.
 *
 * @param standard its value where none is given, as it would be written
 * @param parse refuses a text with the words that tell what to write
 */
record Setting<T>(String key, String standard, Function<String, T> parse) {

    // An address of IPv6 has two colons at least: behind one there would be a port.
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\\[[0-9a-fA-F:]+]|[0-9a-fA-F]*(:[0-9a-fA-F]*){2,8}");

    static final Setting<String> NAME = new Setting<>(
            "feed.name",
            "account-feed",
            matching(
                    "[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
                    "must be 1 to 63 letters, digits, dots, dashes and underscores"));
    static final Setting<List<String>> SINKS = new Setting<>("feed.sinks", "file", Setting::sinks);
    static final Setting<Duration> EVENTS_KEEP = new Setting<>("feed.events.keep", "7d", Durations::parse);
    static final Setting<Long> EVENTS_WARN_AT =
            new Setting<>("feed.events.warn-at", "100000", text -> number(text, 1, 1L << 40));
    static final Setting<String> TYPE_PREFIX = new Setting<>(
            "feed.event.type-prefix",
            "dev.accountfeed",
            matching("[a-z0-9-]+(\\.[a-z0-9-]+)*", "must be a domain's name in reverse, such as com.example"));
    static final Setting<Long> FILE_MAX_BYTES =
            new Setting<>("feed.file.max-bytes", "104857600", text -> number(text, 4096, 1L << 40));
    static final Setting<Set<PosixFilePermission>> FILE_PERMISSIONS =
            new Setting<>("feed.file.permissions", "0640", Setting::permissions);
    static final Setting<Boolean> KAFKA_CONTENT_MODE =
            new Setting<>("feed.kafka.content-mode", "binary", Setting::structured);
    static final Setting<String> TOPIC_EVENTS = topic("feed.kafka.topic.events", "account-events");
    static final Setting<String> TOPIC_ACCOUNTS = topic("feed.kafka.topic.accounts", "accounts");
    static final Setting<String> TOPIC_COMMANDS = topic("feed.kafka.topic.commands", "account-feed-commands");
    static final Setting<String> TOPIC_POSITIONS = topic("feed.kafka.topic.positions", "account-feed-positions");
    static final Setting<String> TRANSACTIONAL_ID = new Setting<>(
            "feed.kafka.transactional-id",
            "",
            matching("[A-Za-z0-9._-]{0,249}", "must be up to 249 letters, digits, dots, dashes and underscores"));
    static final Setting<Boolean> TOPICS_CREATE = new Setting<>("feed.kafka.topics.create", "true", Setting::bool);
    static final Setting<Integer> TOPICS_PARTITIONS =
            new Setting<>("feed.kafka.topics.partitions", "6", text -> (int) number(text, 1, 10_000));
    static final Setting<Short> TOPICS_REPLICATION =
            new Setting<>("feed.kafka.topics.replication", "-1", Setting::replication);
    static final Setting<String> HTTP_TOKEN = new Setting<>(
            "feed.http.token",
            "",
            matching("([A-Za-z0-9._~+/-]+=*)?", "must be letters, digits and - . _ ~ + / only, as a bearer token is"));
    static final Setting<List<String>> HTTP_HOSTS = new Setting<>("feed.http.hosts", "", Setting::hosts);
    static final Setting<String> LOG_FORMAT =
            new Setting<>("feed.log.format", "text", matching("text|json", "must be one of `text`, `json`"));

    static final List<Setting<String>> TOPICS = List.of(TOPIC_EVENTS, TOPIC_ACCOUNTS, TOPIC_COMMANDS, TOPIC_POSITIONS);

    static final List<Setting<?>> ALL = List.of(
            NAME,
            SINKS,
            EVENTS_KEEP,
            EVENTS_WARN_AT,
            TYPE_PREFIX,
            FILE_MAX_BYTES,
            FILE_PERMISSIONS,
            KAFKA_CONTENT_MODE,
            TOPIC_EVENTS,
            TOPIC_ACCOUNTS,
            TOPIC_COMMANDS,
            TOPIC_POSITIONS,
            TRANSACTIONAL_ID,
            TOPICS_CREATE,
            TOPICS_PARTITIONS,
            TOPICS_REPLICATION,
            HTTP_TOKEN,
            HTTP_HOSTS,
            LOG_FORMAT);

    private static Setting<String> topic(String key, String standard) {
        return new Setting<>(
                key,
                standard,
                matching(
                        "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
                        "must be a topic: 1 to 249 letters, digits, dots, dashes and underscores"));
    }

    private static Function<String, String> matching(String pattern, String words) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> {
            require(compiled.matcher(text).matches(), words);
            return text;
        };
    }

    private static List<String> sinks(String text) {
        List<String> sinks = list(text);
        require(!sinks.isEmpty(), "must name a sink: file, kafka or both, with a comma between them");
        require(sinks.stream().distinct().count() == sinks.size(), "names a sink twice");
        return sinks;
    }

    private static List<String> hosts(String text) {
        List<String> hosts = list(text);
        require(
                hosts.stream().allMatch(host -> HOST.matcher(host).matches()),
                "must be names of hosts with commas between them, without a port: feed.example.com");
        return hosts;
    }

    private static List<String> list(String text) {
        List<String> entries = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            entries.add(entry.strip());
        }
        entries.removeIf(String::isEmpty);
        return entries;
    }

    private static long number(String text, long least, long most) {
        boolean digits = text.matches("[0-9]{1,18}");
        require(digits, "must be a whole number, without a unit");
        long number = Long.parseLong(text);
        require(number >= least && number <= most, "must be from " + least + " to " + most);
        return number;
    }

    private static Set<PosixFilePermission> permissions(String text) {
        require(text.matches("0?[0-7]{3}"), "must be three digits from 0 to 7, such as 0640");
        int bits = Integer.parseInt(text, 8);
        require((bits & 0600) == 0600, "must let the owner read and write: 0600 at least");
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        // In the order of the bits: OWNER_READ is the highest.
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((bits & (1 << (all.length - 1 - i))) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }

    private static boolean structured(String text) {
        require(text.equals("binary") || text.equals("structured"), "must be one of `binary`, `structured`");
        return text.equals("structured");
    }

    private static boolean bool(String text) {
        require(text.equals("true") || text.equals("false"), "must be one of `true`, `false`");
        return text.equals("true");
    }

    private static short replication(String text) {
        return text.equals("-1") ? -1 : (short) number(text, 1, 1000);
    }

    private static void require(boolean condition, String words) {
        if (!condition) {
            throw new IllegalArgumentException(words);
        }
    }
}
