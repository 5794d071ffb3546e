package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prometheus' own tool, of the Debian package {@code prometheus}: it computes with what the feed really answers. */
final class Promtool {

    private static final Path FOLDER = Path.of("target/operate");

    private Promtool() {}

    /** Leaves the test out where the tool is missing. */
    static void assume() {
        assumeTrue(
                List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is not installed (Debian package prometheus): this is not tested");
    }

    static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** A scrape, seen once a minute for so long. */
    record Phase(Scrape scrape, int minutes) {}

    /** An expression has a value at that minute, or has none. */
    record Expected(String expression, int minute, boolean holds) {}

    /** Evaluates expressions over the scrapes. */
    static void evaluate(String name, List<Phase> phases, List<Expected> expected)
            throws IOException, InterruptedException {
        StringBuilder test =
                new StringBuilder("evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n");
        Set<String> names = phases.stream()
                .flatMap(phase -> phase.scrape().series().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String series : names) {
            String values = phases.stream()
                    .map(phase -> {
                        Double value = phase.scrape().series().get(series);
                        int more = phase.minutes() - 1;
                        return value == null ? "_x" + phase.minutes() : plain(value) + (more == 0 ? "" : "x" + more);
                    })
                    .collect(Collectors.joining(" "));
            test.append("      - series: '")
                    .append(series.replace("'", "''"))
                    .append("'\n        values: ")
                    .append(values)
                    .append('\n');
        }
        test.append("    promql_expr_test:\n");
        for (Expected one : expected) {
            test.append("      - expr: '(count(")
                    .append(one.expression().replace("'", "''"))
                    .append(") or vector(0)) > bool 0'\n        eval_time: ")
                    .append(one.minute())
                    .append("m\n        exp_samples: [{labels: \"{}\", value: ")
                    .append(one.holds() ? 1 : 0)
                    .append("}]\n");
        }
        Files.createDirectories(FOLDER);
        Path file = Files.writeString(FOLDER.resolve(name + ".yml"), test);
        run("test", "rules", file.toString());
    }

    /** promtool takes NaN, and infinity as Go writes it. */
    private static String plain(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "Inf" : "-Inf") : Double.toString(value);
    }
}
