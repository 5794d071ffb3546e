package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.FeedConfiguration;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.reload.RouteFaults;
import dev.accountfeed.reload.RouteSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.function.ThrowingRunnable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What a start fails with, as findings with their place: Camel's own words name no line, or there are none at all. */
final class StartFaults {

    static final String EXCLUDED = "camel.main.routesExcludePattern";

    private static final String OURS = "dev.accountfeed.";
    private static final String INCLUDED = "camel.main.routesIncludePattern";
    private static final String COLLECTED = "camel.main.routesCollectorEnabled";

    private StartFaults() {}

    /** Takes a step of the start, and tells what Camel objects to in it. */
    static void telling(ThrowingRunnable<Exception> step, Main main, Folders folders) throws Exception {
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
            FeedMain.settings(camel, folders);
            return new ConfigurationException(new RouteFaults(folders.config, folders.routes)
                    .of(fault, context, camel::resolvePropertyPlaceholders));
        } catch (ConfigurationException | IOException e) {
            return e;
        }
    }

    /** Camel would start without a word, and nothing would be polled. */
    static void requireFeed(CamelContext context, Folders folders) throws IOException {
        if (context.getRegistry().lookupByName("inventory") != null) {
            return;
        }
        try (DefaultCamelContext camel = FileSettings.context(folders)) {
            FeedMain.settings(camel, folders);
        }
        throw new ConfigurationException(List.of(FeedConfiguration.missing(folders.config)));
    }

    /** Nor would it say that it has no routes to start. */
    static void requireRoutes(CamelContext context, Folders folders) {
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
}
