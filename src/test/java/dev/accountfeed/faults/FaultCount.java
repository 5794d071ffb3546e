package dev.accountfeed.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** What one test of faults has found, in {@code target/faults}: the build adds it up in its last lines. */
public final class FaultCount {

    private final String name;
    private final AtomicLong cases = new AtomicLong();
    private final AtomicLong survived = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong falseDeletes = new AtomicLong();
    private final AtomicLong secrets = new AtomicLong();

    public FaultCount(String name) {
        this.name = name;
    }

    /** So many cases in which a fault did what it may. */
    public void survived(long more) {
        cases.addAndGet(more);
        survived.addAndGet(more);
    }

    /** Cases without a fault. */
    void cases(long more) {
        cases.addAndGet(more);
    }

    public void lost(long more) {
        lost.addAndGet(more);
    }

    public void duplicated(long more) {
        duplicated.addAndGet(more);
    }

    public void falseDeletes(long more) {
        falseDeletes.addAndGet(more);
    }

    void secrets(long more) {
        secrets.addAndGet(more);
    }

    /** One line for {@code src/build/Faults.java}. */
    public void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/faults"));
        Files.writeString(
                folder.resolve(name.replace(' ', '-') + ".txt"),
                "%d %d %d %d %d %d%n"
                        .formatted(
                                cases.get(),
                                survived.get(),
                                lost.get(),
                                duplicated.get(),
                                falseDeletes.get(),
                                secrets.get()));
    }
}
