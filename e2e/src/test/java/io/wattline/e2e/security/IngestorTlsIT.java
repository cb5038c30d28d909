package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.MosquittoServer;
import io.wattline.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ingestor's side of the internal listener: what it must not connect to, and what it must not give away.
class IngestorTlsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static PostgresServer postgres;
    private static SecuredFleet fleet;
    private static SecuredFleet foreign;
    private static Stack stack;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.create();
        fleet = SecuredFleet.create();
        foreign = SecuredFleet.create();
        stack = Stack.on(postgres, fleet.broker());
    }

    @AfterAll
    static void end() {
        stack.close();
        foreign.close();
        fleet.close();
        postgres.close();
    }

    @Test
    void doesNotTrustABrokerOfAForeignAuthority() {
        String ca = foreign.secret("ingestor", "mqtt-ca.crt").toString();
        staysOut(Map.of("MQTT_CA_FILE", ca), "trust anchors|certification path");
    }

    @Test
    void doesNotTrustABrokerOfAnotherName() {
        try (SecuredFleet elsewhere = SecuredFleet.createNamed("broker.example 192.0.2.1")) {
            staysOut(elsewhere.ingestorEnvironment(), "(?i)subject alternative .*localhost");
        }
    }

    @Test
    void neverFallsBackToPlainText() {
        // A broker that speaks plain text on the port: the ingestor must rather stay out.
        try (var plain = MosquittoServer.create()) {
            staysOut(Map.of("MQTT_URL", "mqtts://localhost:" + plain.port()), "(?i)reset|closed|ssl|tls");
            assertThat(plain.log().linesWith("as ingestors/")).isEmpty();
        }
    }

    @Test
    void isRefusedWithoutItsCertificateOrWithAWrongPassword(@TempDir Path folder) throws Exception {
        String canary = "canary-7f3b-of-the-mqtt-password";
        Path wrong = Files.writeString(folder.resolve("password"), canary);
        staysOut(Map.of("MQTT_PASSWORD_FILE", wrong.toString()), "(?i)not.?authorized");
        staysOut(Map.of("MQTT_CLIENT_CERT_FILE", "", "MQTT_CLIENT_KEY_FILE", ""), "(?i)certificate|closed|unavailable");
    }

    /// Runs an ingestor with these settings until it said why the broker does not take it; it must not be ready, and
    /// no secret of its may be in what it printed.
    private static void staysOut(Map<String, String> settings, String reason) {
        Map<String, String> environment = new HashMap<>(fleet.ingestorEnvironment());
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        try (ServiceProcess ingestor = stack.launchIngestor(environment)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ingestor.process().output().text())
                            .containsPattern("(broker|slot|mqtt).*(" + reason + ")"));
            assertThat(ingestor.isReady()).isFalse();
            assertThat(ingestor.isLive()).isTrue();
            assertThat(ingestor.process().output().text()
                            + ingestor.get("/metrics").body())
                    .doesNotContain(secretOf(environment))
                    .doesNotContain("PRIVATE KEY");
        }
    }

    private static String secretOf(Map<String, String> environment) {
        try {
            return Files.readString(Path.of(environment.get("MQTT_PASSWORD_FILE")))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
