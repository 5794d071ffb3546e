import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says in one line how many lines the tests have reached: run by the build, on JaCoCo's CSV report. */
class Coverage {

    public static void main(String[] args) throws IOException {
        Path report = Path.of(args[0]);
        if (!Files.exists(report)) {
            System.out.println("line coverage: no tests have run");
            return;
        }
        List<String> rows = Files.readAllLines(report);
        List<String> columns = List.of(rows.get(0).split(","));
        long missed = sum(rows, columns.indexOf("LINE_MISSED"));
        long covered = sum(rows, columns.indexOf("LINE_COVERED"));
        System.out.printf(
                Locale.ROOT,
                "line coverage: %.1f%% (%d of %d lines)%n",
                100.0 * covered / Math.max(1, missed + covered),
                covered,
                missed + covered);
    }

    private static long sum(List<String> rows, int column) {
        return rows.stream()
                .skip(1)
                .mapToLong(row -> Long.parseLong(row.split(",")[column]))
                .sum();
    }
}
