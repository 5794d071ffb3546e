package dev.accountfeed.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is measured, as a process of its own that writes a log. */
class MeasuredProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final long begin = System.nanoTime();

    MeasuredProcess(ProcessBuilder builder, Path log) throws IOException {
        this.log = log;
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Since the start of the script that starts it. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The processor's nanoseconds so far. */
    long cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** A number from what Linux says of the process, such as VmHWM, its largest size in kilobytes, or Threads. */
    long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    /** Fails, with what it has logged, if it has ended. */
    void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the process has ended: " + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
