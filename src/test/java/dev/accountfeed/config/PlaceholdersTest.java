package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{aws:open sesame}} | aws",
                "{{aws:open sesame:otherwise}} | aws",
                "{{ aws:open sesame }} | aws",
                "{{?aws:open sesame}} | aws",
                "{{hashicorp:secret:kv/infobip#open sesame}} | hashicorp",
                "{{hashicorp:secret:{{stage}}#open sesame}} | hashicorp",
                "{{vault:open sesame}} | vault",
                "{{vault:}} | vault",
                "x {{stage}} {{aws:open sesame}} | aws"
            })
    void aFunctionThatIsNotThereIsFound(String text, String function) throws Exception {
        assertThat(problems(text))
                .containsExactly("`{{" + function + ":…}}` is no function that Camel has here, and no setting; put its"
                        + " Camel jar into lib/ext, or declare `" + function + "` in application.properties");
    }

    @Test
    void aMisspeltFunctionIsFound() throws Exception {
        assertThat(problems("{{evn:open sesame}}"))
                .containsExactly("`{{evn:…}}` is no function that Camel has here, and no setting; did you mean `env`?");
    }

    @Test
    void everyFunctionThatIsNotThereIsFound() throws Exception {
        assertThat(problems("{{aws:a}}{{azure:b}}")).hasSize(2);
    }

    @Test
    void aFunctionThatFailsIsToldWithoutItsWords() throws Exception {
        assertThat(problems("{{own:fail}}"))
                .containsExactly("`{{own:fail}}` has no value; this function found none; are its own settings right?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{stage}}",
                "{{stage:dev}}",
                "{{stage:prod}}",
                "{{not.set:a default}}",
                "{{port:8081}}",
                "{{env:NOT_SET_AT_ALL:a default}}",
                "{{sys:java.version}}",
                "{{own:echo}}",
                "no {{stage}} placeholder: {{stage}}"
            })
    void functionsAndSettingsThatAreThereAreTaken(String text) throws Exception {
        assertThat(problems(text)).isEmpty();
    }

    private static List<String> problems(String text) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Properties settings = new Properties();
            settings.put("stage", "prod");
            camel.getPropertiesComponent().setInitialProperties(settings);
            camel.getPropertiesComponent().addPropertiesFunction(new Own());
            YamlDocument document = YamlDocument.parse(Path.of("a.yaml"), "password: '" + text + "'\n")
                    .value()
                    .orElseThrow();
            Report report = new Report(document);
            Placeholders.resolve(document, camel::resolvePropertyPlaceholders, report);
            return report.findings().stream().map(Finding::message).toList();
        }
    }

    private static final class Own implements PropertiesFunction {

        @Override
        public String getName() {
            return "own";
        }

        @Override
        public String apply(String remainder) {
            if (remainder.equals("fail")) {
                throw new IllegalStateException("open sesame");
            }
            return "from a vault";
        }
    }
}
