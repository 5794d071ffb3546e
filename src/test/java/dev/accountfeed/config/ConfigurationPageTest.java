package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void thePageSaysWhatTheFilesSay() throws Exception {
        String page = ConfigurationPage.write();
        if (System.getProperty("docs.write") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("docs/configuration.md is generated; write it anew with"
                        + " ./mvnw -q -Dquick test -Dtest=ConfigurationPageTest -Ddocs.write")
                .exists()
                .hasContent(page);
    }

    @Test
    void everySettingHasASentence() throws Exception {
        assertThat(ConfigurationPage.write().lines()).noneMatch(line -> line.matches("\\| `.*\\|\\s*\\|$"));
    }
}
