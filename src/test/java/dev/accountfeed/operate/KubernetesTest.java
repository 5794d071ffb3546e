package dev.accountfeed.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests by the types of Kubernetes' own API: no key that it does not know, no value of another type. */
class KubernetesTest {

    private static final Path FOLDER = Path.of("deploy/kubernetes");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/Service", Service.class,
            "v1/Secret", Secret.class,
            "apps/v1/StatefulSet", StatefulSet.class);
    private static final long MAX_CONFIG_MAP = 1 << 20;

    private static final YAMLMapper YAML = new YAMLMapper();

    static {
        YAML.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        YAML.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1;

            @Override
            public Boolean hasAnySetter(Annotated member) {
                // The types would keep what they do not know.
                return false;
            }
        });
    }

    private static List<JsonNode> documents(String file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (var values = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(FOLDER.resolve(file).toFile())) {
            values.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static HasMetadata typed(JsonNode document) throws IOException {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        return YAML.treeToValue(document, KINDS.get(kind));
    }

    private static StatefulSet statefulSet() throws IOException {
        for (JsonNode document : documents("account-feed.yaml")) {
            if (typed(document) instanceof StatefulSet found) {
                return found;
            }
        }
        throw new AssertionError("no StatefulSet");
    }

    private static PodSpec pod() throws IOException {
        return statefulSet().getSpec().getTemplate().getSpec();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account-feed.yaml", "secret.yaml"})
    void everyManifestIsOne(String file) throws IOException {
        assertThat(documents(file)).isNotEmpty().allSatisfy(document -> {
            HasMetadata resource = typed(document);
            assertThat(resource.getMetadata().getName()).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
            assertThat(resource.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "account-feed");
        });
    }

    @Test
    void aSlipOfThePenWouldBeSeen() throws IOException {
        ObjectNode statefulSet = (ObjectNode) documents("account-feed.yaml").get(3);
        typed(statefulSet);
        ((ObjectNode) statefulSet.at("/spec/template/spec/containers/0")).put("readynessProbe", "");
        assertThatThrownBy(() -> typed(statefulSet)).isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void otherServicesGiveItNoSettings() throws IOException {
        assertThat(pod().getEnableServiceLinks()).isFalse();
    }

    @Test
    void whatBelongsTogetherIsNamedAlike() throws IOException {
        StatefulSet set = statefulSet();
        Container container = pod().getContainers().get(0);
        assertThat(set.getSpec().getSelector().getMatchLabels())
                .isEqualTo(set.getSpec().getTemplate().getMetadata().getLabels());
        Set<String> ports =
                container.getPorts().stream().map(port -> port.getName()).collect(Collectors.toSet());
        List<String> services = new ArrayList<>();
        for (JsonNode document : documents("account-feed.yaml")) {
            if (typed(document) instanceof Service service) {
                services.add(service.getMetadata().getName());
                assertThat(service.getSpec().getSelector())
                        .isEqualTo(set.getSpec().getSelector().getMatchLabels());
                assertThat(service.getSpec().getPorts()).allSatisfy(port -> assertThat(ports)
                        .contains(port.getTargetPort().getStrVal()));
            }
        }
        assertThat(services).contains(set.getSpec().getServiceName());
        Set<String> volumes = Stream.concat(
                        pod().getVolumes().stream().map(Volume::getName),
                        set.getSpec().getVolumeClaimTemplates().stream()
                                .map(claim -> claim.getMetadata().getName()))
                .collect(Collectors.toSet());
        assertThat(container.getVolumeMounts().stream()
                        .map(VolumeMount::getName)
                        .collect(Collectors.toSet()))
                .isEqualTo(volumes);
        Set<String> secrets = new TreeSet<>();
        for (JsonNode document : documents("secret.yaml")) {
            secrets.add(typed(document).getMetadata().getName());
        }
        assertThat(secrets)
                .containsExactly(container.getEnvFrom().get(0).getSecretRef().getName(), "account-feed-keys");
        assertThat(pod().getVolumes())
                .anyMatch(volume -> volume.getSecret() != null
                        && volume.getSecret().getSecretName().equals("account-feed-keys"));
    }

    @Test
    void everyFolderOfRoutesIsMountedAndFitsIntoAConfigMap() throws IOException {
        String page = OperationsPage.text();
        Map<String, String> mounts = pod().getContainers().get(0).getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, VolumeMount::getName));
        Map<String, String> configMaps = pod().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .collect(Collectors.toMap(
                        Volume::getName, volume -> volume.getConfigMap().getName()));
        List<Path> folders = new ArrayList<>(List.of(Path.of("config")));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            routes.filter(Files::isDirectory).forEach(folders::add);
        }
        assertThat(folders).hasSize(configMaps.size()).allSatisfy(folder -> {
            String name = "account-feed-" + folder.toString().replace('/', '-');
            String volume = mounts.get("/etc/account-feed/" + folder);
            assertThat(configMaps.get(volume)).isEqualTo(name);
            assertThat(page)
                    .containsPattern("for folder in[^;]* " + folder.getFileName() + "[ ;]|" + name + " --from-file");
            assertFits(folder);
        });
        assertThat(pod().getContainers().get(0).getArgs())
                .contains("/etc/account-feed/routes", "/etc/account-feed/config");
    }

    private static void assertFits(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).matches("[-._a-zA-Z0-9]+");
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isBetween(1L, MAX_CONFIG_MAP);
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        String settings = Files.readString(Path.of("config/application.properties"));
        assertThat(pod().getContainers().get(0).getEnv().stream().map(EnvVar::getName))
                .filteredOn(name -> !name.equals("JAVA_OPTS") && !name.equals("POD_IP"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(settings)
                        .containsPattern(
                                "(?m)^#?" + name.toLowerCase(Locale.ROOT).replace('_', '.') + " *="));
    }

    @Test
    void nothingRunsAsRootOrWritesToItsRoot() throws IOException {
        Container container = pod().getContainers().get(0);
        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getVolumeMounts())
                .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
        assertThat(pod().getTerminationGracePeriodSeconds()).isGreaterThan(30);
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/ready");
    }
}
