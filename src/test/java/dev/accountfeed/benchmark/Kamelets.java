package dev.accountfeed.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain Camel that does what it can of a feed with its own kamelets: {@code http-secured-source}, which has a timer of
 * its own, and what is done with each answer. It knows nothing of changes; every answer goes out as it came.
 */
final class Kamelets {

    private static final Path LIB = Path.of("target/peers/lib");
    private static final int ROUTES = 16;

    private Kamelets() {}

    /** A process with as many routes as the feed has connections for changes; each asks for an account of its own, without a pause. */
    static MeasuredProcess start(String url, List<String> javaOptions, String steps) throws IOException {
        if (!Files.exists(LIB)) {
            throw new IOException(LIB + " is not there: bin/benchmark peers fetches it");
        }
        Path folder = Files.createDirectories(FeedProcess.folder("kamelets"));
        Files.writeString(folder.resolve("routes.camel.yaml"), routes(url, steps));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-Dcamel.main.routesIncludePattern=file:" + folder.resolve("routes.camel.yaml"),
                "-cp",
                LIB.toAbsolutePath() + "/*",
                "org.apache.camel.main.Main"));
        return new MeasuredProcess(new ProcessBuilder(command), folder.resolve("log"));
    }

    private static String routes(String url, String steps) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < ROUTES; i++) {
            yaml.append("""
                    - from:
                        uri: kamelet:http-secured-source
                        parameters:
                          period: 1
                          url: "%s/%d/GetAccountInfo?return_live_balance=true"
                          authMethod: Basic
                          authenticationPreemptive: true
                          authUsername: user
                          authPassword: password
                        steps:
                    %s""".formatted(url, i, steps.indent(6)));
        }
        return yaml.toString();
    }
}
