package dev.accountfeed;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the code: each rule says what to do instead. */
class ArchitectureTest {

    private static final String OURS = "dev.accountfeed";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(OURS);

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {
                "account, nothing",
                "change, account",
                "config, nothing",
                "event, account change",
                "state, account change event",
                "sink, account config event state",
                "auth, account config",
                "provider, account config",
                "source, account auth change config event provider state",
                "sandbox, nothing"
            })
    void aPackageKnowsOnlyWhatIsLeftOfItOnTheWayOfAPoll(String name, String known) {
        String[] allowed = Stream.concat(
                        Stream.of(name), known == null ? Stream.empty() : Arrays.stream(known.split(" ")))
                .map(allowedName -> OURS + "." + allowedName + "..")
                .toArray(String[]::new);
        holds(noClasses()
                .that()
                .resideInAPackage(OURS + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS + "..").and(not(resideInAnyPackage(allowed))))
                .because("data flows one way (architecture.md): move what both need to the left, or pass it in as a"
                        + " function, as Feed does with the routes"));
    }

    @Test
    void nobodyCallsTheCommandLine() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(OURS + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(OURS + ".cli..")
                .because("verbs are the outermost ring: move what you need of one into the package that it is about"));
    }

    @Test
    void theProductDoesNotKnowItsSandbox() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".sandbox..", OURS + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(OURS + ".sandbox..")
                .because("the sandbox proves the product from outside: give the product a url instead"));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching(OURS + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("data flows one way: pass what flows back as a listener"));
    }

    @Test
    void timeComesFromAClock() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(OURS + ".cli..")
                .and()
                .doNotHaveFullyQualifiedName(FeedConfiguration.class.getName())
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callConstructor(Date.class)
                .because("tests stop the clock: take a java.time.Clock in the constructor (System.nanoTime() is for"
                        + " measuring how long something takes)"));
    }

    @Test
    void onlyVerbsPrint() {
        holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(OURS + ".cli..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace")
                        .because(
                                "stdout is for data and stderr for logs: log decisions and failures with SLF4J, return the rest"));
    }

    @Test
    void verbsPrintThroughPicocli() {
        holds(noClasses()
                .should()
                .accessField(System.class, "out")
                .because("tests read what a verb prints: write to spec.commandLine().getOut()"));
    }

    @Test
    void theServiceNeverSleeps() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(OURS + ".cli..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a sleep is too long or too short: wait on a condition or a schedule that can be ended"));
    }

    @Test
    void onlySlf4jLogs() {
        holds(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
                .because("a user brings the logging framework: use org.slf4j.Logger"));
    }

    @Test
    void fieldsAreNotPublic() {
        holds(noFields()
                .that()
                .areNotFinal()
                .should()
                .bePublic()
                .because("whoever may write a field owns its invariants: give the class a method that says what for"));
    }

    @Test
    void everyPackageIsNullMarked() throws Exception {
        List<String> packages = CLASSES.stream()
                .map(type -> type.getPackageName())
                .distinct()
                .sorted()
                .toList();

        assertThat(packages).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(
                        Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .as("%s: write a package-info.java with @NullMarked, so that NullAway looks at it", name)
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"voximplant", "infobip", "twilio", "telnyx"})
    void noProviderIsNamedInJava(String provider) throws IOException {
        Path sources = Path.of("src/main/java/dev/accountfeed");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(sources.resolve("sandbox")))
                    .toList();
            assertThat(java).allSatisfy(file -> assertThat(Files.readString(file))
                    .as(
                            "%s names %s: what differs between providers is data; put it into its provider.yaml,"
                                    + " its routes or its mapping",
                            file, provider)
                    .doesNotContainIgnoringCase(provider));
        }
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
