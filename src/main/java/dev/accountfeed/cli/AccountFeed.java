package dev.accountfeed.cli;

import dev.accountfeed.ConfigurationException;
import dev.accountfeed.sink.PositionException;
import dev.accountfeed.sink.SinkException;
import dev.accountfeed.state.DatabaseException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** {@code bin/account-feed}: data to stdout, logs to stderr, exit code 0 done, 1 findings or failures, 2 wrong usage. */
@Command(
        name = "account-feed",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = AccountFeed.Version.class,
        description = "Change events for the accounts you hold at CPaaS providers.",
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            ReadCommand.class,
            TestCommand.class,
            VerifyCommand.class,
            StatusCommand.class,
            ReplayCommand.class,
            RecoverCommand.class,
            ForgetCommand.class,
            SandboxCommand.class,
            HelpCommand.class
        })
public final class AccountFeed {

    private AccountFeed() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        // Not System.out, which keeps to itself that it could not write. JSON is UTF-8 wherever it goes.
        Writer out = new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8);
        return commandLine()
                .setOut(new PrintWriter(new BufferedWriter(out), true))
                .execute(args);
    }

    /** All verbs. */
    public static CommandLine commandLine() {
        return new CommandLine(new AccountFeed())
                .setExecutionStrategy(AccountFeed::run)
                .setExecutionExceptionHandler(AccountFeed::failed);
    }

    /** Done is only what could be told. */
    private static int run(CommandLine.ParseResult parsed) {
        int code = new RunLast().execute(parsed);
        CommandLine commandLine = parsed.commandSpec().commandLine();
        if (code == 0 && commandLine.getOut().checkError()) {
            commandLine.getErr().println("stdout could not be written: what the verb had to say is not all there");
            return 1;
        }
        return code;
    }

    /** A message that says what to do; the stack only where nobody thought of the case. */
    private static int failed(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException
                    || cause instanceof DatabaseException
                    || cause instanceof PositionException
                    || cause instanceof SinkException
                    || cause instanceof NoServiceException) {
                err.println(cause.getMessage());
                return 1;
            }
            if (cause instanceof FileSystemException fault && reason(fault) != null) {
                err.println(fault.getFile() + " cannot be written (" + reason(fault)
                        + "): let this user write there, or use --data for another folder");
                return 1;
            }
        }
        failure.printStackTrace(err);
        return 1;
    }

    /** What the disk refuses; demo and sandbox write before there is a database that would tell. */
    private static @Nullable String reason(FileSystemException fault) {
        return fault instanceof AccessDeniedException ? "no permission" : fault.getReason();
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            @Nullable String version = AccountFeed.class.getPackage().getImplementationVersion();
            return new String[] {"account-feed " + (version == null ? "(from a checkout)" : version)};
        }
    }
}
