package dev.accountfeed.config;

import java.util.function.Supplier;

/** The settings that are in force: those that may change while the feed runs are asked for each time they are needed. */
public final class CurrentSettings implements Supplier<Settings> {

    private volatile Settings settings;

    public CurrentSettings(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Settings get() {
        return settings;
    }

    public void set(Settings next) {
        settings = next;
    }
}
