package dev.accountfeed.reload;

import dev.accountfeed.Validation.Configuration;

/** What runs, and goes on with another configuration. */
public interface Live {

    /** Goes on with it: must not fail. */
    void take(Configuration next, RouteSet routes);

    /** Does something while no sink's route is used. */
    void whileSinksWait(Runnable change);
}
