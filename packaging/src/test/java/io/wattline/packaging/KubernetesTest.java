package io.wattline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// That the manifests are what the Kubernetes API takes, and fit each other.
class KubernetesTest {

    private static final Set<String> NAMES = Set.of("wattline-ingestor", "wattline-query-service", "wattline-migrate");

    /// Fails on a field that the type does not have, or that it must have.
    private static void validate(JsonObject manifest) throws IOException {
        switch (Manifests.text(manifest, "apiVersion") + " " + Manifests.text(manifest, "kind")) {
            case "apps/v1 StatefulSet" -> V1StatefulSet.validateJsonElement(manifest);
            case "apps/v1 Deployment" -> V1Deployment.validateJsonElement(manifest);
            case "batch/v1 Job" -> V1Job.validateJsonElement(manifest);
            case "v1 Service" -> V1Service.validateJsonElement(manifest);
            case "policy/v1 PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(manifest);
            case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(manifest);
            case "monitoring.coreos.com/v1 ServiceMonitor" -> validateMonitor(manifest);
            default -> throw new IllegalArgumentException("unknown kind: " + manifest);
        }
    }

    /// The operator's own type, of which no client is at hand: the part that is used.
    private static void validateMonitor(JsonObject manifest) {
        requireKnown(manifest, Set.of("apiVersion", "kind", "metadata", "spec"));
        JsonObject spec = Manifests.at(manifest, "spec").getAsJsonObject();
        requireKnown(spec, Set.of("selector", "endpoints"));
        Manifests.list(spec, "endpoints")
                .forEach(endpoint -> requireKnown(endpoint, Set.of("port", "path", "interval", "scrapeTimeout")));
    }

    private static void requireKnown(JsonObject object, Set<String> fields) {
        if (!fields.equals(object.keySet())) {
            throw new IllegalArgumentException("fields " + object.keySet() + ", not " + fields);
        }
    }

    private static JsonObject labels(JsonObject workload) {
        return Manifests.at(workload, "spec", "template", "metadata", "labels").getAsJsonObject();
    }

    private static JsonObject container(JsonObject workload) {
        List<JsonObject> containers = Manifests.list(Manifests.pod(workload), "containers");
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static Set<String> ports(JsonObject workload) {
        return Manifests.list(container(workload), "ports").stream()
                .map(port -> Manifests.text(port, "name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonObject> selectedBy(JsonObject selector) {
        List<JsonObject> selected = Manifests.workloads().stream()
                .filter(workload -> labels(workload).entrySet().containsAll(selector.entrySet()))
                .toList();
        assertThat(selected).as("selected by %s", selector).isNotEmpty();
        return selected;
    }

    @Test
    void everyFieldIsOneOfTheApi() {
        assertThat(Manifests.all())
                .hasSize(13)
                .allSatisfy(manifest -> assertThatCode(() -> validate(manifest))
                        .as("%s", manifest)
                        .doesNotThrowAnyException());
    }

    @Test
    void misspeltFieldIsFound() {
        JsonObject workload = Manifests.of("StatefulSet").getFirst();
        container(workload).addProperty("imagePullPolice", "Always");
        assertThatThrownBy(() -> validate(workload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imagePullPolice");
    }

    @Test
    void kustomizationNamesEveryFileAndEveryImage() {
        JsonObject kustomization = Manifests.kustomization();
        assertThat(texts(Manifests.at(kustomization, "resources")))
                .containsExactlyInAnyOrderElementsOf(Manifests.files());
        assertThat(Manifests.list(kustomization, "images").stream().map(image -> Manifests.text(image, "name")))
                .containsExactlyInAnyOrderElementsOf(Manifests.workloads().stream()
                        .map(workload -> Manifests.text(container(workload), "image"))
                        .toList());
    }

    @Test
    void selectorsFindThePodsOfTheirOwnWorkload() {
        assertThat(Manifests.workloads())
                .extracting(workload -> Manifests.text(workload, "metadata", "name"))
                .containsExactlyInAnyOrderElementsOf(NAMES);
        Stream.of("StatefulSet", "Deployment")
                .flatMap(kind -> Manifests.of(kind).stream())
                .forEach(workload -> assertThat(selectedBy(Manifests.at(workload, "spec", "selector", "matchLabels")
                                .getAsJsonObject()))
                        .extracting(Object::toString)
                        .containsExactly(workload.toString()));
        Manifests.of("PodDisruptionBudget")
                .forEach(budget -> assertThat(selectedBy(Manifests.at(budget, "spec", "selector", "matchLabels")
                                .getAsJsonObject()))
                        .extracting(workload -> Manifests.text(workload, "metadata", "name"))
                        .containsExactly(Manifests.text(budget, "metadata", "name")));
    }

    @Test
    void servicesLeadToPortsThatPodsHave() {
        for (JsonObject service : Manifests.of("Service")) {
            for (JsonObject workload :
                    selectedBy(Manifests.at(service, "spec", "selector").getAsJsonObject())) {
                assertThat(ports(workload))
                        .containsAll(Manifests.list(service, "spec", "ports").stream()
                                .map(port -> Manifests.text(port, "targetPort"))
                                .toList());
            }
        }
        String headless = Manifests.text(Manifests.of("StatefulSet").getFirst(), "spec", "serviceName");
        assertThat(Manifests.of("Service"))
                .filteredOn(service -> headless.equals(Manifests.text(service, "metadata", "name")))
                .singleElement()
                .extracting(service -> Manifests.text(service, "spec", "clusterIP"))
                .isEqualTo("None");
    }

    @Test
    void monitorSelectsTheServicesOfBoth() {
        JsonObject monitor = Manifests.of("ServiceMonitor").getFirst();
        JsonObject wanted =
                Manifests.at(monitor, "spec", "selector", "matchLabels").getAsJsonObject();
        List<JsonObject> scraped = Manifests.of("Service").stream()
                .filter(service ->
                        Manifests.at(service, "metadata").getAsJsonObject().has("labels"))
                .filter(service -> Manifests.at(service, "metadata", "labels")
                        .getAsJsonObject()
                        .entrySet()
                        .containsAll(wanted.entrySet()))
                .toList();
        assertThat(scraped)
                .extracting(service -> Manifests.text(service, "metadata", "name"))
                .containsExactlyInAnyOrder("wattline-ingestor", "wattline-query-service");
        String port =
                Manifests.text(Manifests.list(monitor, "spec", "endpoints").getFirst(), "port");
        assertThat(scraped)
                .allSatisfy(service -> assertThat(Manifests.list(service, "spec", "ports"))
                        .extracting(one -> Manifests.text(one, "name"))
                        .contains(port));
    }

    @Test
    void networkPoliciesCoverEveryWorkloadInBothDirections() {
        for (String direction : List.of("Ingress", "Egress")) {
            Set<String> covered = new TreeSet<>();
            for (JsonObject policy : Manifests.of("NetworkPolicy")) {
                if (texts(Manifests.at(policy, "spec", "policyTypes")).contains(direction)) {
                    covered.addAll(selectedNames(
                            Manifests.at(policy, "spec", "podSelector").getAsJsonObject()));
                }
            }
            assertThat(covered).as(direction).isEqualTo(new TreeSet<>(NAMES));
        }
    }

    @Test
    void appliesTheMigrationsWithTheirSettingsFirst() {
        JsonObject job = Manifests.of("Job").getFirst();
        assertThat(Manifests.text(job, "metadata", "labels", "wattline.io/first"))
                .isEqualTo("true");
        List<String> maps = Manifests.list(Manifests.kustomization(), "configMapGenerator").stream()
                .filter(map -> map.has("options"))
                .filter(map -> "true".equals(Manifests.text(map, "options", "labels", "wattline.io/first")))
                .map(map -> Manifests.text(map, "name"))
                .toList();
        assertThat(Manifests.list(container(job), "envFrom"))
                .extracting(from -> Manifests.text(from, "configMapRef", "name"))
                .isEqualTo(maps);
    }

    @Test
    void podsRunWithoutPrivilegesOnAReadOnlyFileSystem() {
        assertThat(Manifests.workloads()).allSatisfy(workload -> {
            JsonObject pod = Manifests.pod(workload);
            assertThat(Manifests.at(pod, "securityContext", "runAsNonRoot").getAsBoolean())
                    .isTrue();
            assertThat(Manifests.at(pod, "automountServiceAccountToken").getAsBoolean())
                    .isFalse();
            JsonObject locked =
                    Manifests.at(container(workload), "securityContext").getAsJsonObject();
            assertThat(locked.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
            assertThat(locked.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
            assertThat(texts(Manifests.at(locked, "capabilities", "drop"))).containsExactly("ALL");
        });
    }

    private static Set<String> selectedNames(JsonObject podSelector) {
        if (podSelector.has("matchLabels")) {
            return Set.of(Manifests.text(podSelector, "matchLabels", "app.kubernetes.io/name"));
        }
        JsonObject expression = Manifests.list(podSelector, "matchExpressions").getFirst();
        assertThat(Manifests.text(expression, "key")).isEqualTo("app.kubernetes.io/name");
        return Set.copyOf(texts(Manifests.at(expression, "values")));
    }

    private static List<String> texts(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
