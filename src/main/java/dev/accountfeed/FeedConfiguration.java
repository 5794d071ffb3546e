package dev.accountfeed;

import dev.accountfeed.config.Finding;
import dev.accountfeed.config.Settings;
import dev.accountfeed.config.SettingsReader;
import dev.accountfeed.reload.BeanMethods;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Makes the feed part of a Camel application: {@code camel.main.configurationClasses = dev.accountfeed.FeedConfiguration}.
 *
 * <p>Reads {@code feed.*} and {@code {{feed.config}}/sources.yaml}, binds what the routes name, opens the database
 * and starts the sinks with the context.
 */
public class FeedConfiguration implements CamelConfiguration {

    /** The setting that names this class. */
    public static final String SETTING = "camel.main.configurationClasses";

    /** What is said of settings that do not: Camel would start without a word, and nothing would be polled. */
    public static Finding missing(Path config) {
        return SettingsReader.at(
                config.resolve(Settings.FILE),
                SETTING,
                "the feed would not be started; write " + SETTING + " = " + FeedConfiguration.class.getName());
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        Clock clock = context.getRegistry().lookupByNameAndType("clock", Clock.class);
        Feed feed = new Feed(context, clock == null ? Clock.systemUTC() : clock);
        context.getCamelContextExtension().addInterceptStrategy(new BeanMethods());
        context.addLifecycleStrategy(new LifecycleStrategySupport() {

            @Override
            public void onContextStopping(CamelContext stopping) {
                feed.stop();
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                feed.close();
            }
        });
        context.addStartupListener(new StartsSinks(feed));
        feed.open();
        context.addStartupListener(new StartupListener() {

            @Override
            public void onCamelContextStarting(CamelContext starting, boolean alreadyStarted) {
                feed.guard();
            }

            @Override
            public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
                // That is for the sinks, and theirs is the lifecycle's event.
            }
        });
    }

    /** A listener, for Camel ignores what a lifecycle strategy throws. */
    private record StartsSinks(Feed feed) implements StartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            if (!context.isAutoStartup()) {
                // Nothing runs that could deliver: the routes are only looked at.
                return;
            }
            try {
                feed.start();
            } catch (RuntimeException e) {
                context.stop();
                throw e;
            }
        }
    }
}
