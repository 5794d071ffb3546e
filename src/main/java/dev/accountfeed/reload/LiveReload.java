package dev.accountfeed.reload;

import dev.accountfeed.Validation;
import dev.accountfeed.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps what runs the same as what the files hold, from the moment the first configuration is read. */
public final class LiveReload implements AutoCloseable {

    private final RouteSets sets;
    private final Clock clock;
    private final Reloads reloads = new Reloads();
    private final Looker looker;
    private final Look before;
    private final ApplicationRoutes application;
    private @Nullable Watcher watcher;

    /** Looks at the files: to be made before they are read. */
    public LiveReload(RouteSets sets, Clock clock) {
        this.sets = sets;
        this.clock = clock;
        looker = new Looker(this::files, sets.routes().folder(), clock);
        before = looker.look();
        application = new ApplicationRoutes(sets.main(), sets.contexts(), sets.routes(), sets::faults);
    }

    private Set<Path> files() {
        Set<Path> files = new TreeSet<>(sets.credentialFiles());
        files.add(sets.config().resolve(Settings.FILE));
        files.add(sets.config().resolve(Validation.INVENTORY));
        for (String location : sets.main().getPropertiesComponent().getLocations()) {
            if (location.startsWith("file:")) {
                files.add(Path.of(location.substring("file:".length())));
            }
        }
        return files;
    }

    /** What became of changes. */
    public Reloads reloads() {
        return reloads;
    }

    /** Begins to watch. */
    public void start(Candidate first, Live live) {
        Look now = looker.look();
        // Credential files were unknown until the inventory was read.
        Look running = now.contains(before) ? now : before;
        Reloader reloader = new Reloader(first, sets, application, live, looker, running, reloads, clock);
        watcher = new Watcher(looker, running, reloader);
        watcher.start();
    }

    /** No further change is taken. */
    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
    }
}
