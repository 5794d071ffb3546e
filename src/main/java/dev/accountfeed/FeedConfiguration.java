package dev.accountfeed;

import java.time.Clock;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Makes the feed part of a Camel application: {@code camel.main.configurationClasses = dev.accountfeed.FeedConfiguration}.
 *
 * <p>Reads {@code feed.*} and {@code {{feed.config}}/sources.yaml}, binds what the routes name, opens the database
 * and starts the sinks with the context.
 */
public class FeedConfiguration implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        Clock clock = context.getRegistry().lookupByNameAndType("clock", Clock.class);
        Feed feed = new Feed(context, clock == null ? Clock.systemUTC() : clock);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {

            @Override
            public void onContextStarting(CamelContext starting) {
                feed.guard();
            }

            @Override
            public void onContextStarted(CamelContext started) {
                feed.start();
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                feed.stop();
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                feed.close();
            }
        });
        feed.open();
    }
}
