package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.servers.Broker;
import io.wattline.e2e.servers.EmbeddedPostgres;
import io.wattline.e2e.servers.PostgresServer;
import io.wattline.e2e.servers.process.ChildProcess;
import io.wattline.e2e.servers.process.Launch;
import io.wattline.e2e.servers.process.TemporaryFolder;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.e2e.stack.WattlineDatabase;
import io.wattline.telemetry.DeviceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Secrets that both services are given, and what becomes visible of them: nothing, whatever goes wrong.
class CanaryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MQTT_CANARY = "canary-mqtt-5d1f0c";
    private static final String KEY_CANARY = "canary-key-77aa41";
    private static final String BODY_CANARY = "canary-body-1c9e20";

    @Test
    void noSecretIsSeenInLogsMetricsErrorsOrTheProcessList() throws IOException {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                TemporaryFolder folder = TemporaryFolder.create("canary");
                Stack stack = Stack.on(postgres, broker)) {
            String key = newKey(folder);
            Map<String, String> access =
                    Map.of("API_KEYS_FILE", folder.path().resolve("keys").toString());
            Path mqttPassword = folder.path().resolve("mqtt-password");
            Files.writeString(mqttPassword, MQTT_CANARY);
            ServiceProcess queries = Stack.awaitReady(stack.launchQueryService(access));
            ServiceProcess ingestor = Stack.awaitReady(stack.launchIngestor(Map.of(
                    "API_KEYS_FILE",
                    access.get("API_KEYS_FILE"),
                    "MQTT_USERNAME",
                    "ingestor",
                    "MQTT_PASSWORD_FILE",
                    mqttPassword.toString())));
            List<String> seen = new ArrayList<>();
            for (ServiceProcess service : List.of(queries, ingestor)) {
                seen.add(bearer(service, "/v1/analytics/stats", key));
                seen.add(bearer(service, "/v1/analytics/performance/V1", KEY_CANARY));
                seen.add(service.get("/v1/analytics/performance/V1").body());
            }
            try (TestDevice device = TestDevice.connect(broker)) {
                device.publish(DeviceKind.METER, "CANARY_M1", "{\"secret\":\"" + BODY_CANARY + "\"");
            }
            await().atMost(LIMIT).until(() -> ingestor.metrics().outcome("rejected") == 1);
            postgres.kill();
            await().atMost(LIMIT).until(() -> !ingestor.isReady() && !queries.isReady());
            for (ServiceProcess service : List.of(queries, ingestor)) {
                seen.add(bearer(service, "/v1/analytics/stats", key));
                seen.add(service.get("/health").body()
                        + service.get("/health/ready").body());
                seen.add(service.get("/metrics").body());
                seen.add(Files.readString(
                        Path.of("/proc/" + service.process().pid() + "/cmdline"), StandardCharsets.ISO_8859_1));
                service.terminate();
                seen.add(service.process().output().text());
            }

            assertThat(seen)
                    .allSatisfy(text -> assertThat(text)
                            .doesNotContain(key)
                            .doesNotContain(MQTT_CANARY, KEY_CANARY, BODY_CANARY)
                            .doesNotContain(WattlineDatabase.INGEST_PASSWORD, WattlineDatabase.QUERY_PASSWORD));
        }
    }

    @Test
    void aWrongPasswordIsNotRepeatedInTheComplaint() {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess queries = stack.launchQueryService(Map.of("DB_PASSWORD", KEY_CANARY));
            ServiceProcess ingestor = stack.launchIngestor(Map.of("DB_PASSWORD", KEY_CANARY));
            await().atMost(LIMIT)
                    .until(() -> queries.get("/health/ready").status() == 503
                            && ingestor.get("/health/ready").status() == 503);
            String shown = queries.get("/health/ready").body()
                    + ingestor.get("/health/ready").body()
                    + queries.get("/v1/vehicles").body();
            queries.terminate();
            ingestor.terminate();

            assertThat(shown
                            + queries.process().output().text()
                            + ingestor.process().output().text())
                    .doesNotContain(KEY_CANARY);
        }
    }

    private static String bearer(ServiceProcess service, String path, String key) {
        return service.send(service.request(path)
                        .header("Authorization", "Bearer " + key)
                        .GET()
                        .build())
                .body();
    }

    /// Makes a key as an operator would, and the key file that lets it in.
    private static String newKey(TemporaryFolder folder) throws IOException {
        String printed = ChildProcess.run(
                Launch.jar("query-service", folder.path()).arguments("keygen", "canary", "read,ingest"), LIMIT);
        List<String> lines = printed.lines().filter(line -> !line.isBlank()).toList();
        Files.writeString(folder.path().resolve("keys"), lines.getLast() + "\n");
        return lines.get(lines.size() - 2);
    }
}
