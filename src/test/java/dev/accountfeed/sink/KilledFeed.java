package dev.accountfeed.sink;

import dev.accountfeed.state.AccountStateRepository;
import dev.accountfeed.state.Database;
import dev.accountfeed.state.EventLog;
import dev.accountfeed.state.Samples;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;

/** A process that stores and delivers without end, for {@link KillIT}. */
final class KilledFeed {

    private KilledFeed() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Database database = Database.open(folder);
        AccountStateRepository repository = new AccountStateRepository(database, Samples.ENCODER);
        Relay relay = relay(folder, database);
        relay.start(Duration.ofSeconds(10));
        System.out.println("ready");
        for (int source = 0; source < 4; source++) {
            String id = "source-" + source;
            Thread polls = new Thread(() -> {
                for (int i = 0; ; i++) {
                    Samples.change(repository, id, "account-" + i % 7);
                }
            });
            polls.setUncaughtExceptionHandler(
                    (thread, e) -> Runtime.getRuntime().halt(3));
            polls.start();
        }
    }

    /** Small files, so that a kill meets every step. */
    static Relay relay(Path folder, Database database) {
        FileSink sink = new FileSink(
                folder, Clock.systemUTC(), 20_000, new FilePermissions(PosixFilePermissions.fromString("rw-r-----")));
        return new Relay("file", new EventLog(database), sink, sink::append, Clock.systemUTC());
    }
}
