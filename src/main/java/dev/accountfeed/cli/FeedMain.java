package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.FeedConfiguration;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Routes;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.FileUtil;

/** Camel's own main, told where the folders are. */
final class FeedMain {

    private FeedMain() {}

    /** A main that runs the routes below the folders with {@code application.properties}. */
    static Main of(Folders folders, Map<String, String> overrides) {
        FileSettings.require(folders.config);
        Main main = new Main() {

            @Override
            protected void doInit() throws Exception {
                StartFaults.telling(super::doInit, this, folders);
                if (!overrides.containsKey(FeedConfiguration.SETTING)) {
                    StartFaults.requireFeed(getCamelContext(), folders);
                }
                if (!overrides.containsKey(StartFaults.EXCLUDED)) {
                    StartFaults.requireRoutes(getCamelContext(), folders);
                }
            }

            @Override
            protected void doStart() throws Exception {
                StartFaults.telling(super::doStart, this, folders);
            }
        };
        main.setDefaultPropertyPlaceholderLocation(
                "file:" + folders.config.resolve("application.properties").toAbsolutePath());
        environment(FileSettings.names(folders.config), System.getenv()).forEach(main::addOverrideProperty);
        folders.settings().forEach(main::addOverrideProperty);
        overrides.forEach(main::addOverrideProperty);
        main.addMainListener(new LogFormat());
        return main;
    }

    /**
     * Builds everything that would run, aside, and starts none of it.
     *
     * @throws ConfigurationException where Camel does not take a route or a setting
     */
    static void build(Folders folders) throws IOException {
        Folders aside = new Folders();
        aside.config = folders.config;
        aside.routes = folders.routes;
        aside.data = Files.createTempDirectory("account-feed-");
        Main main = of(
                aside,
                Map.of(
                        "camel.main.autoStartup", "false",
                        // Routes of the HTTP interface need a server, and are not there without one.
                        "camel.server.host", "127.0.0.1",
                        "camel.server.port", "0",
                        "camel.management.host", "127.0.0.1",
                        "camel.management.port", "0",
                        "camel.metrics.enabled", "false"));
        try {
            main.start();
        } finally {
            main.stop();
            FileUtil.removeDir(aside.data.toFile());
        }
    }

    /** A main that has the settings and nothing that runs. */
    static Main withoutFeed(Folders folders) {
        return of(
                folders,
                Map.of(
                        "camel.main.configurationClasses",
                        Nothing.class.getName(),
                        StartFaults.EXCLUDED,
                        "**",
                        "camel.server.enabled",
                        "false",
                        "camel.management.enabled",
                        "false"));
    }

    /** The settings that are in force in the context. */
    static Settings settings(CamelContext context, Folders folders) {
        Loaded<Settings> settings = new SettingsReader(
                        context::resolvePropertyPlaceholders,
                        Routes.read(folders.routes).sinks())
                .read(folders.config.resolve(Settings.FILE));
        return settings.value().orElseThrow(() -> new ConfigurationException(settings.findings()));
    }

    /**
     * What the environment says of Camel's settings that the file has too: Camel itself would take the file's word.
     *
     * @param names of settings; {@code camel.server.port} is {@code CAMEL_SERVER_PORT} there
     */
    static Map<String, String> environment(Set<String> names, Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>();
        for (String name : names) {
            String value = environment.get(
                    name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            if (name.startsWith("camel.") && value != null) {
                given.put(name, value);
            }
        }
        return given;
    }

    /** Tells config/log4j2.yaml, which looks at it with every line, how to write. */
    private static final class LogFormat extends MainListenerSupport {

        private static final String KEY = "feed.log.format";

        // By the setting's own name it would count as set in the environment, and hide what the file says later.
        private static final String PROPERTY = "account-feed.log";

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            System.setProperty(PROPERTY, main.getCamelContext().resolvePropertyPlaceholders("{{" + KEY + ":text}}"));
        }
    }

    /** In the place of the feed; Camel takes no empty setting. */
    public static final class Nothing implements CamelConfiguration {

        @Override
        public void configure(CamelContext context) {}
    }
}
