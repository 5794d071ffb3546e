package dev.accountfeed.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every promise of docs/guarantees.md names tests that there are. */
class GuaranteesTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

    static List<String> promises() throws IOException {
        return Files.readAllLines(Path.of("docs/guarantees.md")).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| promise") && !line.startsWith("|---"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("promises")
    void aPromiseIsHeldByATest(String promise) throws IOException {
        Matcher test = TEST.matcher(promise.substring(promise.lastIndexOf(" | ")));
        int tests = 0;
        while (test.find()) {
            tests++;
            String source = source(test.group(1));
            assertThat(source).containsAnyOf("@Test", "@ParameterizedTest", "@Property", "@TestFactory", "@FuzzTest");
            if (test.group(2) != null) {
                assertThat(source).contains("void " + test.group(2) + "(");
            }
        }
        assertThat(tests).as(promise).isPositive();
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Path file = files.filter(one -> one.endsWith(name + ".java"))
                    .findFirst()
                    .orElse(null);
            assertThat(file).as("the test " + name).isNotNull();
            return Files.readString(file);
        }
    }
}
