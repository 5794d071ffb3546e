package dev.accountfeed.cli;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.Main;

/** Camel's own main, told where the folders are. */
final class FeedMain {

    private FeedMain() {}

    /** A main that runs the routes below the folders with {@code application.properties}. */
    static Main of(Folders folders, Map<String, String> overrides) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation(
                "file:" + folders.config.resolve("application.properties").toAbsolutePath());
        override(main, "feed.config", folders.config);
        override(main, "feed.routes", folders.routes);
        override(main, "feed.data", folders.data);
        overrides.forEach(main::addOverrideProperty);
        return main;
    }

    /** A main that has the settings and nothing that runs. */
    static Main withoutFeed(Folders folders) {
        return of(
                folders,
                Map.of(
                        "camel.main.configurationClasses", "",
                        "camel.main.routesIncludePattern", "",
                        "camel.server.enabled", "false",
                        "camel.management.enabled", "false"));
    }

    private static void override(Main main, String name, Path folder) {
        main.addOverrideProperty(name, folder.toAbsolutePath().normalize().toString());
    }
}
