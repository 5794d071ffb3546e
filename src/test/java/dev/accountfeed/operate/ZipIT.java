package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The zip holds what it needs, and nothing that differs from build to build; {@code .ci/reproducible} builds it twice. */
class ZipIT {

    private static final Path ZIP = Path.of("target/account-feed-0.1.0.zip");

    /** To another file of the feed's, without the place in it. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)#]+)(?:#[^)]*)?\\)");

    @BeforeEach
    void built() {
        assumeTrue(Files.exists(ZIP), "there is no zip: ./mvnw package makes it");
    }

    @Test
    void everythingInItIsOfTheTimeThatThePomSays() throws Exception {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getTimeLocal).distinct())
                    .containsExactly(LocalDateTime.parse("2026-11-21T00:00:00"));
        }
    }

    @Test
    void itHasWhatAServiceNeedsAndNoSecrets() throws Exception {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .contains(
                            "account-feed-0.1.0/bin/account-feed",
                            "account-feed-0.1.0/config/application.properties",
                            "account-feed-0.1.0/deploy/systemd/account-feed.service",
                            "account-feed-0.1.0/deploy/kubernetes/account-feed.yaml",
                            "account-feed-0.1.0/deploy/prometheus/account-feed.rules.yml",
                            "account-feed-0.1.0/docs/operations.md",
                            "account-feed-0.1.0/lib/account-feed-0.1.0.jar")
                    .doesNotContain("account-feed-0.1.0/bin/benchmark")
                    .noneMatch(name -> name.contains("/secrets/") || name.contains("/data/") || name.endsWith(".jsa"));
        }
    }

    @Test
    void whatItsPagesLinkToIsInIt() throws Exception {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            Set<Path> names =
                    zip.stream().map(entry -> Path.of(entry.getName())).collect(Collectors.toSet());
            for (Path page : names.stream()
                    .filter(name -> name.toString().endsWith(".md"))
                    .toList()) {
                ZipEntry entry = zip.getEntry(page.toString());
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(LINK.matcher(text).results().map(link -> page.resolveSibling(link.group(1))
                                .normalize()))
                        .as(page.toString())
                        .allMatch(names::contains, "is in the zip");
            }
        }
    }
}
