import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Says, a line each, what the tests of faults have found: run by the build, on the counts that they leave. */
class Faults {

    private static final List<String> NAMES = List.of(
            "cases", "faults survived", "events lost", "duplicated", "false deletes", "secrets found");

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        if (!Files.exists(folder)) {
            System.out.println("faults: no tests have run");
            return;
        }
        long[] sums = new long[NAMES.size()];
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String[] counts = Files.readString(file).strip().split(" ");
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += Long.parseLong(counts[i]);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            System.out.println(NAMES.get(i) + ": " + sums[i]);
        }
    }
}
