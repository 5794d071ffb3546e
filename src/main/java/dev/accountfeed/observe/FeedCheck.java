package dev.accountfeed.observe;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A health check of the feed's own. */
final class FeedCheck extends AbstractHealthCheck {

    /** Which of Camel's questions a check answers, besides "how is everything". */
    enum Kind {
        /** Whether the process has to be restarted. */
        live,
        /** Whether the feed can do its work. */
        ready,
        /** Neither: people should know. */
        told
    }

    private final Kind kind;
    private final Consumer<HealthCheckResultBuilder> check;

    FeedCheck(String id, Kind kind, Consumer<HealthCheckResultBuilder> check) {
        super("account-feed", id);
        this.kind = kind;
        this.check = check;
    }

    @Override
    public boolean isLiveness() {
        return kind == Kind.live;
    }

    @Override
    public boolean isReadiness() {
        return kind == Kind.ready;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            check.accept(builder.up());
        } catch (RuntimeException e) {
            builder.down().message(String.valueOf(e.getMessage()));
        }
    }
}
