package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.FeedConfiguration;
import dev.accountfeed.config.Loaded;
import dev.accountfeed.config.Routes;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.reload.RouteFaults;
import dev.accountfeed.reload.RouteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.function.ThrowingRunnable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Camel's own main, told where the folders are. */
final class FeedMain {

    private static final String OURS = "dev.accountfeed.";
    private static final String INCLUDED = "camel.main.routesIncludePattern";
    private static final String EXCLUDED = "camel.main.routesExcludePattern";
    private static final String COLLECTED = "camel.main.routesCollectorEnabled";

    private FeedMain() {}

    /** A main that runs the routes below the folders with {@code application.properties}. */
    static Main of(Folders folders, Map<String, String> overrides) {
        FileSettings.require(folders.config);
        Main main = new Main() {

            @Override
            protected void doInit() throws Exception {
                telling(super::doInit, this, folders);
                if (!overrides.containsKey(FeedConfiguration.SETTING)) {
                    requireFeed(getCamelContext(), folders);
                }
                if (!overrides.containsKey(EXCLUDED)) {
                    requireRoutes(getCamelContext(), folders);
                }
            }

            @Override
            protected void doStart() throws Exception {
                telling(super::doStart, this, folders);
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
                        "camel.main.configurationClasses", Nothing.class.getName(),
                        "camel.main.routesExcludePattern", "**",
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false"));
    }

    /** The settings that are in force in the context. */
    static Settings settings(CamelContext context, Folders folders) {
        Loaded<Settings> settings = new SettingsReader(
                        context::resolvePropertyPlaceholders,
                        Routes.read(folders.routes).sinks())
                .read(folders.config.resolve(Settings.FILE));
        return settings.value().orElseThrow(() -> new ConfigurationException(settings.findings()));
    }

    private static void telling(ThrowingRunnable<Exception> step, Main main, Folders folders) throws Exception {
        try {
            step.run();
        } catch (Exception e) {
            throw told(e, main.getCamelContext(), folders);
        }
    }

    /** What Camel objects to in a setting or a route, with its place; anything else as it is. */
    private static Exception told(Exception fault, CamelContext context, Folders folders) {
        if (!isCamels(fault)) {
            return fault;
        }
        try (DefaultCamelContext camel = FileSettings.context(folders)) {
            // Camel ends with the first, and does not always name it.
            settings(camel, folders);
            return new ConfigurationException(new RouteFaults(folders.config, folders.routes)
                    .of(fault, context, camel::resolvePropertyPlaceholders));
        } catch (ConfigurationException | IOException e) {
            return e;
        }
    }

    /** Camel would start without a word, and nothing would be polled. */
    private static void requireFeed(CamelContext context, Folders folders) throws IOException {
        if (context.getRegistry().lookupByName("inventory") != null) {
            return;
        }
        try (DefaultCamelContext camel = FileSettings.context(folders)) {
            settings(camel, folders);
        }
        throw new ConfigurationException(List.of(FeedConfiguration.missing(folders.config)));
    }

    /** Nor would it say that it has no routes to start. */
    private static void requireRoutes(CamelContext context, Folders folders) {
        boolean triggers = ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .map(RouteDefinition::getResource)
                        .anyMatch(file -> file != null && file.getLocation().contains("triggers/"));
        RouteSet polls = context.getRegistry().lookupByNameAndType("routeSet", RouteSet.class);
        if (triggers && polls.has("account-poll")) {
            return;
        }
        String key = Stream.of(COLLECTED, EXCLUDED)
                .filter(name -> context.getPropertiesComponent()
                        .resolveProperty(name)
                        .filter(value -> !value.equals("true"))
                        .isPresent())
                .findFirst()
                .orElse(INCLUDED);
        throw new ConfigurationException(List.of(SettingsReader.at(
                folders.config.resolve(Settings.FILE),
                key,
                "nothing would be polled, as routes are left out; "
                        + (key.equals(INCLUDED)
                                ? "let " + INCLUDED + " name triggers/*.camel.yaml and sinks/*.camel.yaml"
                                : "remove `" + key + "`"))));
    }

    /** Whether it is about what a user wrote: what the feed itself objects to has its own words. */
    private static boolean isCamels(Throwable fault) {
        boolean camels = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException
                    || cause instanceof FailedToStartRouteException
                    || cause instanceof YamlEngineException) {
                return true;
            }
            String thrower = thrower(cause);
            if (thrower.startsWith(OURS)) {
                return false;
            }
            camels |= !thrower.isEmpty();
        }
        return camels;
    }

    /** The first in its stack who is of this feed or of Camel; empty where none is. */
    private static String thrower(Throwable fault) {
        return Stream.of(fault.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith(OURS) || name.startsWith("org.apache.camel."))
                .findFirst()
                .orElse("");
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
