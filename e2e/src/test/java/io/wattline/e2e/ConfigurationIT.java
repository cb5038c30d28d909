package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an operator sees who got something wrong, or started things in the wrong order.
class ConfigurationIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void ingestorListsAllErrorsAtOnceAndExitsWith2() {
        assertRefused(
                "ingestor",
                Map.of(
                        "MQTT_URL", "http://broker",
                        "MQTT_SLOTS", "many",
                        "DB_URL", "jdbc:postgresql://u:streng-geheim@host/db",
                        "WRITERS", "0",
                        "SLOT_LEASE", "PT1S"),
                "MQTT_URL",
                "MQTT_SLOTS",
                "DB_URL",
                "WRITERS",
                "SLOT_RENEW");
    }

    @Test
    void queryServiceListsAllErrorsAtOnceAndExitsWith2() {
        assertRefused(
                "query-service",
                Map.of(
                        "HTTP_PORT", "70000",
                        "MAX_RANGE", "P1X",
                        "AUTH", "maybe",
                        "DB_PASSWORD", "streng-geheim",
                        "DB_PASSWORD_FILE", "/nonexistent/password"),
                "HTTP_PORT",
                "MAX_RANGE",
                "AUTH",
                "DB_PASSWORD");
    }

    @Test
    void ingestorWaitsForBrokerAndDatabaseAndLogsItOnce() {
        try (TemporaryFolder folder = TemporaryFolder.create("waiting");
                ServiceProcess ingestor = ServiceProcess.start(Launch.jar("ingestor", folder.path())
                        .with(Map.of(
                                "MQTT_URL", "mqtt://127.0.0.1:" + FreePort.next(),
                                "DB_URL", "jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/nowhere",
                                "HTTP_PORT", "0",
                                "SLOT_LEASE", "PT2S",
                                "SLOT_RENEW", "PT0.5S")))) {
            await().atMost(LIMIT).until(() -> ingestor.get("/health/ready").status() == 503);
            await("tried a few times")
                    .atMost(LIMIT)
                    .pollDelay(Duration.ofSeconds(4))
                    .until(ingestor::isLive);
            assertThat(ingestor.process().output().linesWith("leases cannot be renewed"))
                    .hasSize(1);
            assertThat(ingestor.terminate()).isZero();
        }
    }

    private static void assertRefused(String module, Map<String, String> settings, String... keys) {
        try (TemporaryFolder folder = TemporaryFolder.create("refused");
                ChildProcess service =
                        ChildProcess.start(Launch.jar(module, folder.path()).with(settings))) {
            assertThat(service.exitCode(LIMIT)).isEqualTo(2);
            assertThat(service.output().text())
                    .contains(keys)
                    .doesNotContain("\tat ")
                    .doesNotContain("streng-geheim");
        }
    }
}
