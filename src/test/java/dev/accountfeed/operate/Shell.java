package dev.accountfeed.operate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other people's programs. */
final class Shell {

    private Shell() {}

    /** Leaves the test out where one of them is missing. */
    static void assume(String... programs) {
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
        for (String program : programs) {
            assumeTrue(
                    path.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                    program + " is not installed: this is not tested");
        }
    }

    /** How a program ended, and what it said. */
    record Result(int code, String output) {}

    static Result run(String... command) throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), Map.of(), Duration.ofMinutes(1), command);
    }

    /** Ends the program, and those that it began, if it takes longer; its code is -1 then. */
    static Result run(Path folder, Map<String, String> environment, Duration patience, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("account-feed", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
            return new Result(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            try (Stream<ProcessHandle> left = process.descendants()) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
