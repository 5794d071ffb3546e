package dev.accountfeed.cli;

import dev.accountfeed.sandbox.Sandbox;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The provider simulator alone, until it is interrupted. */
@Command(name = "sandbox", description = "Simulates the providers on 127.0.0.1, with faults to switch on.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SandboxCommand implements Callable<Integer> {

    @Mixin
    private Folders folders;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description = "where to listen; 0 for any free port (default: ${DEFAULT-VALUE})")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        folders.check(spec);
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port: " + port + " is not a port: 0 to 65535");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Sandbox sandbox = Sandbox.start(port, Clock.systemUTC())) {
            Path folder = folders.data.resolve("sandbox").toAbsolutePath().normalize();
            out.print(sandbox.guide(folder));
            out.flush();
            new CountDownLatch(1).await(); // until the process is ended
            return 0;
        } catch (UncheckedIOException e) {
            spec.commandLine().getErr().println(e.getMessage() + "; --port takes another, 0 any that is free");
            return 1;
        } catch (InterruptedException e) {
            return 0;
        }
    }
}
