package dev.accountfeed.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final String ROUTE = """
            # A route that uses much of the language.
            - route:
                id: poll-tick
                description: Polls what is due
                autoStartup: "{{feed.name}}"
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: timer
                  parameters:
                    timerName: tick
                    period: 1m30s
                    synchronous: "true"
                  steps:
                    - to:
                        uri: direct
                        parameters:
                          name: poll-tick
                    - setBody:
                        simple:
                          expression: "${body} {{feed.name}} {{env:NOTHING:x}} {{?optional}}"
                    - choice:
                        when:
                          - simple: "${body} == 1"
                            steps:
                              - to: direct:poll-tick?timeout=5
                    - marshal:
                        json:
                          library: Jackson
                    - toD:
                        uri: direct:${header.next}
            - route:
                id: poll-one
                description: Polls one
                from:
                  uri: direct:poll-tick
                  steps:
                    - log:
                        message: x
            - routeConfiguration:
                id: errors
                onException:
                  - onException:
                      exception: [java.lang.Exception]
                      redeliveryPolicy:
                        redeliveryDelay: "500"
                        useExponentialBackOff: "true"
            - routeTemplate:
                id: template
                parameters:
                  - name: what
                from:
                  uri: "direct:{{what}}"
                  steps:
                    - log: "{{what}}"
            """;

    @TempDir
    Path routes;

    @Test
    void aSoundFileHasNoFindings() throws Exception {
        assertThat(check(ROUTE)).isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("- marshal:", "- marshall:", "27:11: unknown key `marshall`; did you mean `marshal`?"),
                arguments(
                        "parameters:\n              name: poll-tick",
                        "paramters:\n              name: poll-tick",
                        "17:13: unknown key `paramters`; did you mean `parameters`?"),
                arguments(
                        "library: Jackson", "libary: Jackson", "29:15: unknown key `libary`; did you mean `library`?"),
                arguments(
                        "library: Jackson",
                        "library: Jakson",
                        "29:24: `library` must be one of `Fastjson`, `Gson`, `Jackson`, `Jsonb`"),
                arguments(
                        "expression: \"${body} ",
                        "expr: \"${body} ",
                        "21:15: unknown key `expr`; did you mean `expression`?"),
                arguments(
                        "simple:\n              expression",
                        "simpl:\n              expression",
                        "20:13: unknown key `simpl`; did you mean `simple`?"),
                arguments(
                        "- log:\n            message: x\n",
                        "- log: 5\n",
                        "38:16: `log` must be a text or a mapping of keys to values; put it in quotes"),
                arguments(
                        "    description: Polls one\n",
                        "",
                        "32:3: this route lacks `description`; write one sentence on what it does"),
                arguments(
                        "    id: poll-one\n",
                        "",
                        "32:3: this route lacks `id`; write <domain>-<action>, as its direct endpoint is called"),
                arguments("id: poll-one", "id: poll-tick", "33:9: the route id `poll-tick` is taken in a.camel.yaml:3"),
                arguments(
                        "direct:poll-tick?timeout=5",
                        "direct:poll-tik?timeout=5",
                        "26:25: no route begins with direct:poll-tik; did you mean `poll-tick`?"),
                arguments("name: poll-tick", "name: nowhere", "16:18: no route begins with direct:nowhere"),
                arguments(
                        "${body} {{feed.name}}",
                        "${body} {{feed.nmae}}",
                        "21:27: `{{feed.nmae}}` has no value; declare it in application.properties"),
                arguments(
                        "${body} {{feed.name}}",
                        "${body} {{env:NOT_SET_AT_ALL}}",
                        "21:27: `{{env:NOT_SET_AT_ALL}}` has no value; set the environment variable NOT_SET_AT_ALL"),
                arguments(
                        "period: 1m30s",
                        "period: 1m30",
                        "12:17: `period` is not a duration; write for example 500ms, 30s, 1m30s or 2h"),
                arguments(
                        "period: 1m30s",
                        "period: five",
                        "12:17: `period` is not a duration; write for example 500ms, 30s, 1m30s or 2h"),
                arguments(
                        "period: 1m30s",
                        "period: 1.5",
                        "12:17: `period` is not a duration; write for example 500ms, 30s, 1m30s or 2h"),
                arguments(
                        "period: 1m30s",
                        "period: '{{feed.name}}'",
                        "12:17: `period` is not a duration; write for example 500ms, 30s, 1m30s or 2h"),
                arguments(
                        "redeliveryDelay: \"500\"",
                        "redeliveryDelay: 5 s",
                        "46:30: `redeliveryDelay` is not a duration; write for example 500ms, 30s, 1m30s or 2h"),
                arguments(
                        "- log: \"{{what}}\"",
                        "- log: \"{{waht}}\"",
                        "55:16: `{{waht}}` has no value; declare it in application.properties"),
                arguments(
                        "- route:\n    id: poll-one\n    description: Polls one\n    from:\n      uri: direct:poll-tick\n      steps:\n        - log:\n            message: x",
                        "- from:\n    uri: direct:poll-tick\n    steps:\n      - log: x",
                        "32:3: this route has no name; put it under `route:` with `id` and `description`"),
                arguments(
                        "- routeConfiguration:",
                        "- routeConfigurations:",
                        "40:3: unknown key `routeConfigurations`; did you mean `routeConfiguration`?"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsEachMistakeOnceAndWhere(String right, String wrong, String finding) throws Exception {
        int at = ROUTE.indexOf(right);
        assertThat(at).isPositive();
        assertThat(check(ROUTE.substring(0, at) + wrong + ROUTE.substring(at + right.length())))
                .map(text -> text.replaceFirst("^a.camel.yaml:", ""))
                .containsExactly(finding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000", "500ms", "30s", "1m30s", "2h", "1d", "-1", "{{every}}"})
    void takesTheDurationsThatCamelTakes(String period) throws Exception {
        assertThat(check(ROUTE.replace("1m30s", "\"" + period + "\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maximumRedeliveries: 3x | 46:34: `maximumRedeliveries` must be a number, without quotes and without a unit",
                "logExhausted: fasle | 46:27: `logExhausted` must be true or false",
                "redeliveryDelay: | 46:29: `redeliveryDelay` is empty; give it a value or remove the line"
            })
    void whatCamelReadsWithTheFirstFaultOnlyIsFoundWithoutItsSchemaToo(String wrong, String finding) throws Exception {
        assertThat(check(ROUTE.replace("redeliveryDelay: \"500\"", wrong), false))
                .containsExactly("a.camel.yaml:" + finding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exception: [java.lang.Exception] | exception: java.lang.Exception | 44:22: `exception` must be a list",
                "description: Polls one | routeConfigurationId: 0 | 34:27: `routeConfigurationId` must be a text; put it in quotes",
            })
    void whatCamelsParserTakesForSomethingElseIsFoundWithoutItsSchemaToo(String right, String wrong, String finding)
            throws Exception {
        String text = ROUTE.replace(right, wrong);

        assertThat(check(text, false)).contains("a.camel.yaml:" + finding);
        assertThat(check(text, true)).containsAll(check(text, false)).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatHoldsNoListIsFoundWithoutCamelsSchemaToo() throws Exception {
        assertThat(check("route:\n  id: x\n", false)).containsExactly("a.camel.yaml:1:1: the file must be a list");
        assertThat(check(ROUTE + "- hello\n", false))
                .containsExactly("a.camel.yaml:56:3: this entry of the file must be a route, as `- route:`");
    }

    /** Camel would take minutes to read it. */
    @Test
    void anAddressWithoutEndIsFound() throws Exception {
        assertThat(check(ROUTE.replace("uri: timer", "uri: timer:" + "x".repeat(70_000)), false))
                .containsExactly("a.camel.yaml:9:12: `uri` is longer than 10000 characters; write options under"
                        + " `parameters`");
    }

    @Test
    void findsADuplicateIdInAnotherFile() throws Exception {
        Files.createDirectory(routes.resolve("sub"));
        Files.writeString(
                routes.resolve("sub/b.camel.yaml"),
                "- route:\n    id: poll-one\n    description: x\n    from:\n      uri: direct:b\n      steps: []\n");

        assertThat(check(ROUTE))
                .containsExactly("sub/b.camel.yaml:2:9: the route id `poll-one` is taken in a.camel.yaml:33");
    }

    @Test
    void aFileThatIsNoYamlHidesOnlyWhatItMayHold() throws Exception {
        Files.writeString(routes.resolve("b.camel.yaml"), "- route: x: y\n");

        assertThat(check(ROUTE.replace("name: poll-tick", "name: elsewhere")))
                .containsExactly(
                        "b.camel.yaml:1:11: a second colon in one line; put a value that holds \": \" in quotes, or begin a new line");
    }

    @Test
    void triggersAndSinksAreAContextOfTheirOwn() throws Exception {
        Files.writeString(Files.createDirectory(routes.resolve("triggers")).resolve("t.camel.yaml"), """
                - route:
                    id: t
                    description: x
                    routeConfigurationId: errors
                    from:
                      uri: direct:t
                      steps:
                        - to: direct:poll-tick
                """);

        assertThat(check(ROUTE.replace("name: poll-tick", "name: t")))
                .containsExactly(
                        "a.camel.yaml:16:18: no route begins with direct:t outside of triggers/ and sinks/,"
                                + " which cannot be called from here",
                        "triggers/t.camel.yaml:4:27: there is no route configuration `errors` in triggers/ or sinks/;"
                                + " remove it",
                        "triggers/t.camel.yaml:8:15: no route begins with direct:poll-tick in triggers/ or sinks/;"
                                + " routes of polls cannot be called from here");
    }

    @Test
    void aRouteNamesConfigurationsThatAreThere() throws Exception {
        String named = ROUTE.replace("    id: poll-one\n", "    id: poll-one\n    routeConfigurationId: IDS\n");

        assertThat(check(named.replace("IDS", "errors"))).isEmpty();
        assertThat(check(named.replace("IDS", "err*"))).isEmpty();
        assertThat(check(named.replace("IDS", "errors,eror")))
                .containsExactly(
                        "a.camel.yaml:34:27: there is no route configuration `eror` outside of triggers/ and sinks/;"
                                + " did you mean `errors`?");
    }

    @Test
    void valuesThatMayBeSecretAreNotToldAgain() throws Exception {
        Files.writeString(
                routes.resolve("a.camel.yaml"),
                "- route:\n    id: '{{feed.sinks}} {{feed.http.token}} {{acme.word}} {{camel.component.kafka.saslJaasConfig}}'\n");
        Map<String, String> values = Map.of(
                "{{feed.sinks}}", "file",
                "{{feed.http.token}}", "quiet",
                "{{acme.word}}", "silent",
                "{{camel.component.kafka.saslJaasConfig}}", "jaas-line");

        assertThat(Routes.read(routes).withoutValues("a file of quiet, silent and jaas-line", values::get))
                .isEqualTo("a file of ***, *** and ***");
    }

    @Test
    void aRouteFromAnAccountEventsEndpointIsASink() throws Exception {
        Files.writeString(
                Files.createDirectory(routes.resolve("sinks")).resolve("a.camel.yaml"),
                "- route:\n    id: s\n    description: x\n    from:\n      uri: direct\n      parameters:\n"
                        + "        name: account-events-amqp\n      steps: []\n");

        assertThat(Routes.read(routes).sinks()).containsExactly("amqp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: .b} | ''",
                "{a: .b, c: [} | ':1:13: is not jq from here on: look for a missing comma, pipe or bracket before it'",
                "if . then 1 | ':1:11: ends too early: look for an open bracket, quote, or an if without end'",
                ".a ~ .b | ':1:4: is not jq from here on: look for a missing comma, pipe or bracket before it'",
                "\uFEFF. | ':1:1: begins with a byte order mark; save it as UTF-8 without one'",
                "'' | ':1:1: ends too early: look for an open bracket, quote, or an if without end'",
            })
    void checksThatMappingsAreJq(String jq, String finding) throws Exception {
        Path folder = Files.createDirectory(routes.resolve("acme"));
        Path file = Files.writeString(folder.resolve("acme-account.jq"), jq);

        assertThat(MappingCheck.check(folder)
                        .map(f -> f.toString().replace(file.toString(), ""))
                        .orElse(""))
                .isEqualTo(finding);
    }

    @Test
    void aMappingInAnotherCharsetIsToldAsThat() throws Exception {
        Path folder = Files.createDirectory(routes.resolve("acme"));
        Files.write(folder.resolve("acme-account.jq"), "# Währung\n.".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(MappingCheck.check(folder)).hasValueSatisfying(finding -> assertThat(finding.message())
                .isEqualTo("is not UTF-8 text; save it in that encoding"));
    }

    @Test
    void aProviderWithoutAMappingIsFound() {
        assertThat(MappingCheck.check(routes.resolve("acme")).orElseThrow().message())
                .isEqualTo("cannot be read; it maps the provider's record to the canonical account");
    }

    private List<String> check(String text) throws IOException {
        return check(text, true);
    }

    private List<String> check(String text, boolean schema) throws IOException {
        Files.writeString(routes.resolve("a.camel.yaml"), text);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("feed.name", "true");
            properties.put("every", "5m");
            camel.getPropertiesComponent().setInitialProperties(properties);
            return Routes.read(routes).check(camel::resolvePropertyPlaceholders, schema).stream()
                    .map(finding -> finding.toString().replace(routes + "/", ""))
                    .toList();
        }
    }
}
