package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.stack.Canary;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.servers.Broker;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
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

/// Secrets that both services are given, and what becomes visible of them: nothing, whatever goes wrong. Those that a
/// process is given by its configuration are looked for by [ChildProcess], here as in every other test of the suite.
class CanaryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MQTT_CANARY = Canary.lay();
    private static final String KEY_CANARY = Canary.lay();
    private static final String BODY_CANARY = Canary.lay();

    @Test
    void showsNoSecretInLogsMetricsErrorsOrTheProcessList() throws IOException {
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
                device.publish(DeviceKind.METER, "M1", "{\"secret\":\"" + BODY_CANARY + "\"");
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
                    .allSatisfy(text ->
                            assertThat(text).doesNotContain(key).doesNotContain(MQTT_CANARY, KEY_CANARY, BODY_CANARY));
        }
    }

    @Test
    void doesNotRepeatAWrongPasswordInTheError() {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess queries = stack.launchQueryService(Map.of("DB_PASSWORD", Canary.lay()));
            ServiceProcess ingestor = stack.launchIngestor(Map.of("DB_PASSWORD", Canary.lay()));
            await().atMost(LIMIT)
                    .until(() -> queries.get("/health/ready").status() == 503
                            && ingestor.get("/health/ready").status() == 503);
            // What they answer, print and count is looked at as it is read, and as they end.
            assertThat(queries.get("/v1/vehicles").status()).isEqualTo(503);
            assertThat(ingestor.get("/metrics").status()).isEqualTo(200);
            assertThat(queries.terminate()).isZero();
            assertThat(ingestor.terminate()).isZero();
            assertThat(queries.process().output().text()).contains("started without its database");
        }
    }

    @Test
    void doesNotShowNamesAndLogins() {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            String login = Canary.lay();
            String prefix = Canary.lay();
            String group = Canary.lay();
            String origin = Canary.lay();
            String rule = Canary.lay();
            ServiceProcess ingestor = stack.launchIngestor(Map.of(
                    "MQTT_USERNAME",
                    login,
                    "MQTT_PASSWORD",
                    Canary.lay(),
                    "MQTT_TOPIC_PREFIX",
                    prefix + "/",
                    "MQTT_SHARE_GROUP",
                    group,
                    "CORS_ORIGINS",
                    "https://" + origin + ".example"));
            ServiceProcess queries = stack.launchQueryService(Map.of(
                    "CORS_ORIGINS", "https://" + origin + ".example",
                    "MAPPING_RULE", rule + "(.*) -> M_$1"));
            Stack.awaitReady(ingestor);
            Stack.awaitReady(queries);
            broker.stop();
            await().atMost(LIMIT).until(() -> !ingestor.isReady());
            for (ServiceProcess service : List.of(ingestor, queries)) {
                assertThat(service.get("/metrics").body()
                                + service.get("/health").body()
                                + service.get("/v1/vehicles").body()
                                + service.get("/health/ready").body())
                        // A share group is a label of its own metric, and nowhere else.
                        .satisfies(text -> assertThat(text.replace("{group=\"" + group + "\"}", ""))
                                .doesNotContain(login, prefix, group, origin, rule));
                assertThat(service.terminate()).isZero();
                assertThat(service.process().output().text()).doesNotContain(login, prefix, group, origin, rule);
            }
        }
    }

    @Test
    void migrationDoesNotShowThePasswordsThatItSets() {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                TemporaryFolder folder = TemporaryFolder.create("canary");
                Stack stack = Stack.on(postgres, broker)) {
            Launch migrate = Launch.jar("db", folder.path())
                    .arguments("migrate")
                    .with(Map.of("DB_URL", stack.database().url(), "DB_USERNAME", postgres.username()))
                    .with(Map.of("DB_INGEST_PASSWORD", Canary.lay(), "DB_QUERY_PASSWORD", Canary.lay()));
            String printed = ChildProcess.run(migrate.with(Map.of("DB_PASSWORD", postgres.password())), LIMIT);
            assertThat(printed).isNotBlank();

            try (ChildProcess refused =
                    ChildProcess.start(migrate.named("refused").with(Map.of("DB_PASSWORD", Canary.lay())))) {
                assertThat(refused.exitCode(LIMIT)).isPositive();
                assertThat(refused.output().text()).contains("DB_PASSWORD");
            }
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
