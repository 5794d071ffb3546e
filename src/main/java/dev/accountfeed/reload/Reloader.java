package dev.accountfeed.reload;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.FeedConfiguration;
import dev.accountfeed.Validation.Configuration;
import dev.accountfeed.config.Finding;
import dev.accountfeed.provider.Providers;
import dev.accountfeed.source.Fixtures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the files hold: all of it or, where anything is wrong with it, nothing. */
final class Reloader implements Watcher.Taker {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final RouteSets sets;
    private final ApplicationRoutes application;
    private final Live live;
    private final Looker looker;
    private final Reloads reloads;
    private final Clock clock;
    private final Properties atStart;
    private Properties settings;
    private Configuration running;
    private Look look;

    Reloader(
            Candidate first,
            RouteSets sets,
            ApplicationRoutes application,
            Live live,
            Looker looker,
            Look look,
            Reloads reloads,
            Clock clock) {
        this.sets = sets;
        this.application = application;
        this.live = live;
        this.looker = looker;
        this.look = look;
        this.reloads = reloads;
        this.clock = clock;
        this.atStart = first.properties();
        this.settings = atStart;
        this.running = first.configuration();
    }

    @Override
    public boolean take(Look changed) {
        try {
            Candidate candidate = sets.read();
            try {
                return take(candidate, changed);
            } finally {
                candidate.close();
            }
        } catch (ConfigurationException e) {
            return refuse(e.findings(), changed);
        } catch (RuntimeException | Error e) {
            LOG.error("A change could not be taken, and all stays as it was: {}", e.toString(), e);
            return refuse(List.of(new Finding(sets.config(), 0, 0, "fault of this feed: " + e)), changed);
        }
    }

    private boolean take(Candidate candidate, Look changed) {
        requireFeed(candidate);
        SettingChanges settingChanges = new SettingChanges(atStart, settings, candidate.properties());
        Set<String> newSettings = settingChanges.taken();
        ApplicationRoutes.Step step = application.step(newSettings);
        step.check();
        List<Finding> doubts = doubts(candidate.configuration().providers(), changed.changedSince(look));
        RouteSet routes = candidate.start();
        if (!looker.look().equals(changed)) {
            // What was checked may not be what was built.
            routes.stop();
            return false;
        }
        List<String> restart = List.copyOf(settingChanges.restart());
        try {
            adopt(settingChanges, step);
        } catch (RuntimeException | Error e) {
            routes.stop();
            throw e;
        }
        List<String> changes = new Changes(
                        look,
                        changed,
                        running.inventory(),
                        candidate.configuration().inventory(),
                        newSettings)
                .words();
        running = candidate.configuration();
        settings = candidate.properties();
        look = changed;
        live.take(running, routes);
        doubts.forEach(doubt -> LOG.warn("A change is taken though a fixture expects something else: {}", doubt));
        taken(changes, restart);
        return true;
    }

    private void taken(List<String> changes, List<String> restart) {
        reloads.add(new Reload(clock.instant(), true, changes, restart, List.of()));
        LOG.info("The change is taken: {}", String.join("; ", changes));
        if (!restart.isEmpty()) {
            LOG.warn("Needs a restart: {}", String.join(", ", restart));
        }
    }

    /** A file that a slow writer has cut is sound by itself: what it lacks has defaults, such as to follow redirects. */
    private void requireFeed(Candidate candidate) {
        if (atStart.getProperty(FeedConfiguration.SETTING) != null
                && candidate.properties().getProperty(FeedConfiguration.SETTING) == null) {
            throw new ConfigurationException(List.of(FeedConfiguration.missing(sets.config())));
        }
    }

    /** Where changed providers do not do what their fixtures say: a mapping may be edited before its fixtures are. */
    private static List<Finding> doubts(Providers providers, Set<Path> changed) {
        return providers.sound().values().stream()
                .filter(provider -> changed.stream().anyMatch(file -> file.startsWith(provider.folder())))
                .flatMap(provider -> new Fixtures().check(provider).stream())
                .toList();
    }

    /** Has the application go on with other settings, triggers and sinks. */
    private void adopt(SettingChanges settingChanges, ApplicationRoutes.Step step) {
        if (!settingChanges.isNone()) {
            sets.contexts().renew(settingChanges.kept());
        }
        Runnable change = () -> step.take(() -> sets.contexts().keep(settingChanges.inForce()));
        if (step.touchesSinks()) {
            live.whileSinksWait(change);
        } else if (!step.isNone()) {
            change.run();
        }
    }

    private boolean refuse(List<Finding> findings, Look changed) {
        if (!looker.look().equals(changed)) {
            // Half written, perhaps: told only if it stays like this.
            return false;
        }
        reloads.add(new Reload(clock.instant(), false, List.of(), List.of(), findings));
        findings.forEach(finding -> LOG.warn("The change is not taken: {}", finding));
        return true;
    }
}
