package dev.accountfeed.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The service. */
@Command(name = "run", description = "Polls the sources of the inventory and sends events, until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private Folders folders = new Folders();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        Main main = FeedMain.of(folders, Map.of());
        main.addMainListener(new Begun(folders));
        main.run();
        return main.getExitCode();
    }
}
