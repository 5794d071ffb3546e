package dev.accountfeed.reload;

import dev.accountfeed.config.Finding;
import java.nio.file.Path;
import java.util.List;

/** Tells in which file and line the fault is that Camel objects to. */
record RouteFaults(Path routes) {

    List<Finding> of(Throwable fault) {
        return List.of(new Finding(routes, 0, 0, fault.toString()));
    }
}
