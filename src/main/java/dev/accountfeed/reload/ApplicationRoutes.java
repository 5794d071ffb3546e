package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.config.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The triggers and sinks in the application's context: replaced file by file, and only where a file has changed. */
final class ApplicationRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRoutes.class);

    private static final long PATIENCE_SECONDS = 10;

    private final CamelContext main;
    private final SideContexts contexts;
    private final RouteFolder folder;
    private final BiFunction<Exception, CamelContext, List<Finding>> faults;
    private RouteFiles running;

    /**
     * Remembers the files as they are: the application loads them by itself when it starts.
     *
     * @param faults what a context objects to, with its place
     */
    ApplicationRoutes(
            CamelContext main,
            SideContexts contexts,
            RouteFolder folder,
            BiFunction<Exception, CamelContext, List<Finding>> faults) {
        this.main = main;
        this.contexts = contexts;
        this.folder = folder;
        this.faults = faults;
        this.running = folder.application();
    }

    /** The files as they are now; those that differ, or that name a setting that does, need to be replaced. */
    Step step(Set<String> changedSettings) {
        RouteFiles next = folder.application();
        Set<Path> changed = new TreeSet<>();
        running.texts().forEach((file, text) -> {
            String now = next.texts().get(file);
            if (!text.equals(now) || changedSettings.stream().anyMatch(name -> names(text, name))) {
                changed.add(file);
            }
        });
        next.texts().keySet().stream()
                .filter(file -> !running.texts().containsKey(file))
                .forEach(changed::add);
        return new Step(running.only(changed), next.only(changed), next);
    }

    /** Whether a text has the setting in a placeholder, be it one that may be left out. */
    private static boolean names(String text, String setting) {
        return Pattern.compile("\\{\\{\\s*[?!]?\\s*" + Pattern.quote(setting))
                .matcher(text)
                .find();
    }

    /** From some files to what stands in them now. */
    final class Step {

        private final RouteFiles before;
        private final RouteFiles after;
        private final RouteFiles all;

        private Step(RouteFiles before, RouteFiles after, RouteFiles all) {
            this.before = before;
            this.after = after;
            this.all = all;
        }

        boolean isNone() {
            return before.texts().isEmpty() && after.texts().isEmpty();
        }

        boolean touchesSinks() {
            return before.under(folder.folder().resolve("sinks"))
                    || after.under(folder.folder().resolve("sinks"));
        }

        /**
         * Builds the routes aside, without starting them.
         *
         * @throws ConfigurationException where Camel does not take them
         */
        void check() {
            if (after.texts().isEmpty()) {
                return;
            }
            DefaultCamelContext aside = contexts.open("check");
            try {
                SideContexts.configure(aside);
                aside.setAutoStartup(false);
                after.load(aside);
                aside.start();
            } catch (Exception e) {
                throw new ConfigurationException(faults.apply(e, main));
            } finally {
                aside.stop();
            }
        }

        /**
         * Stops the old routes, then starts the new ones; puts the old ones back where that fails.
         *
         * @param settingsBack puts the settings back that the old routes were made with
         * @throws ConfigurationException where the new ones do not start
         */
        void take(Runnable settingsBack) {
            try {
                remove(before);
                after.load(main);
                running = all;
            } catch (Exception e) {
                back(e, settingsBack);
                throw new ConfigurationException(faults.apply(e, main));
            }
        }

        /** Goes back to the routes before. */
        private void back(Exception why, Runnable settingsBack) {
            try {
                remove(after);
                settingsBack.run();
                before.load(main);
            } catch (Exception e) {
                e.addSuppressed(why);
                LOG.error(
                        "Routes of {} could not be put back; restart the feed",
                        before.texts().keySet(),
                        e);
            }
        }
    }

    private void remove(RouteFiles files) throws Exception {
        ModelCamelContext model = (ModelCamelContext) main;
        for (RouteConfigurationDefinition configuration : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (files.configure(configuration.getId())) {
                model.removeRouteConfiguration(configuration);
            }
        }
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            Resource resource = route.getResource();
            if (resource != null && files.contains(resource.getLocation())) {
                main.getRouteController().stopRoute(route.getId(), PATIENCE_SECONDS, TimeUnit.SECONDS);
                main.removeRoute(route.getId());
            }
        }
    }
}
