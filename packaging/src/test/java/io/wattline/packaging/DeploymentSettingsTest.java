package io.wattline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// That compose, Kubernetes and systemd set the same, and nothing that no program reads.
class DeploymentSettingsTest {

    /// What differs on purpose: where things are, and what a port is.
    private static final Set<String> OF_THE_PLACE =
            Set.of("DB_URL", "MQTT_URL", "HTTP_HOST", "HTTP_PORT", "OBSERVE_PORT");

    private static final Map<String, String> WORKLOAD_OF = Map.of(
            "ingestor", "wattline-ingestor", "query-service", "wattline-query-service", "migrate", "wattline-migrate");

    private static Map<String, String> kubernetes(String service) {
        JsonObject workload = Manifests.workloads().stream()
                .filter(one -> WORKLOAD_OF.get(service).equals(Manifests.text(one, "metadata", "name")))
                .findFirst()
                .orElseThrow();
        JsonObject container =
                Manifests.list(Manifests.pod(workload), "containers").getFirst();
        Map<String, String> environment = new TreeMap<>();
        for (JsonObject from : Manifests.list(container, "envFrom")) {
            environment.putAll(literals(Manifests.text(from, "configMapRef", "name")));
        }
        Manifests.list(container, "env")
                .forEach(entry -> environment.put(Manifests.text(entry, "name"), Manifests.text(entry, "value")));
        return environment;
    }

    private static Map<String, String> literals(String configMap) {
        Map<String, String> literals = new TreeMap<>();
        Manifests.list(Manifests.kustomization(), "configMapGenerator").stream()
                .filter(map -> configMap.equals(Manifests.text(map, "name")))
                .flatMap(map -> Manifests.at(map, "literals").getAsJsonArray().asList().stream())
                .map(literal -> literal.getAsString().split("=", 2))
                .forEach(pair -> literals.put(pair[0], pair[1]));
        assertThat(literals).as(configMap).isNotEmpty();
        return literals;
    }

    private static Map<String, String> systemd(String service) {
        Map<String, String> environment = new TreeMap<>();
        Repository.read("packaging/systemd/" + service + ".env")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1]));
        return environment;
    }

    /// Without what is of the place, and with each secret by its name alone.
    private static Map<String, String> comparable(Map<String, String> environment) {
        Map<String, String> comparable = new TreeMap<>(environment);
        comparable.keySet().removeAll(OF_THE_PLACE);
        comparable.replaceAll(
                (key, value) -> key.endsWith("_FILE") ? value.substring(value.lastIndexOf('/') + 1) : value);
        return comparable;
    }

    @Test
    void composeKubernetesAndSystemdSetTheSame() {
        for (String service : WORKLOAD_OF.keySet()) {
            Map<String, String> compose = comparable(Compose.environment(service));
            assertThat(comparable(kubernetes(service)))
                    .as("Kubernetes: %s", service)
                    .isEqualTo(compose);
            assertThat(comparable(systemd(service))).as("systemd: %s", service).isEqualTo(compose);
        }
    }

    @Test
    void everyKeyIsDocumented() {
        String documents = Repository.read("docs/configuration.md") + Repository.read("db/README.md");
        Set<String> known = new TreeSet<>();
        Matcher keys = Pattern.compile("\\b[A-Z]+(_[A-Z0-9]+)+\\b").matcher(documents);
        while (keys.find()) {
            known.add(keys.group());
        }
        for (String service : WORKLOAD_OF.keySet()) {
            Stream.of(Compose.environment(service), kubernetes(service), systemd(service))
                    .forEach(environment -> assertThat(known).as(service).containsAll(environment.keySet()));
        }
    }

    @Test
    void memoryIsTheSameEverywhere() {
        for (String service : WORKLOAD_OF.keySet()) {
            long compose = Compose.memoryMiB(service);
            String unit = Repository.read("packaging/systemd/wattline-" + service + ".service");
            assertThat(unit).as("systemd: %s", service).contains("\nMemoryMax=" + compose + "M\n");
            List<JsonObject> containers = Manifests.workloads().stream()
                    .filter(one -> WORKLOAD_OF.get(service).equals(Manifests.text(one, "metadata", "name")))
                    .flatMap(one -> Manifests.list(Manifests.pod(one), "containers").stream())
                    .toList();
            assertThat(containers).singleElement().satisfies(container -> {
                assertThat(Manifests.text(container, "resources", "limits", "memory"))
                        .isEqualTo(compose + "Mi");
                assertThat(Manifests.text(container, "resources", "requests", "memory"))
                        .isEqualTo(compose + "Mi");
            });
        }
    }

    /// 485 bytes of memory a queued message of 108 bytes of payload, as measured: docs/deployment.md.
    @Test
    void brokerHasMemoryForItsFullQueues() {
        Matcher bound = Pattern.compile("(?m)^max_queued_bytes (\\d+)$")
                .matcher(Repository.read("mosquitto/conf.d/limits.conf"));
        assertThat(bound.find()).isTrue();
        int slots = 4;
        long needed = slots * Long.parseLong(bound.group(1)) / 108 * 485;
        assertThat(Compose.memoryMiB("mosquitto") * 1024 * 1024).isGreaterThan(needed);
        assertThat(Repository.read("docs/configuration.md")).contains("| `MQTT_SLOTS` | " + slots + " |");
    }
}
