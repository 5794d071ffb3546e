package dev.accountfeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/account-feed} as cron and containers call it. */
class LauncherIT {

    /** Bytes of UTF-8: this JVM may have a locale that cannot name the folder. */
    private static final String SCRIPT = """
            config="$1/$(printf 'Gr\\303\\266\\303\\237e')"
            mkdir "$config"
            bin/account-feed validate --config "$config"
            bin/account-feed validate --config "$config/none" 2>&1
            """;

    @TempDir
    private Path folder;

    @Test
    void withoutALocaleNamesAreReadAndWrittenInUtf8() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", SCRIPT, "sh", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        String output = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output)
                .contains("\n" + folder + "/Größe/sources.yaml: there is no such file")
                .contains("--config: " + folder + "/Größe/none is not a folder");
    }
}
