package dev.accountfeed.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The service. */
@Command(name = "run", description = "Polls the sources of the inventory and sends events, until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Override
    public Integer call() throws Exception {
        Main main = FeedMain.of(folders, Map.of());
        main.run();
        return main.getExitCode();
    }
}
