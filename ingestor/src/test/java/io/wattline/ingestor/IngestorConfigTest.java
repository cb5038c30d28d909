package io.wattline.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Durability;
import io.wattline.db.matching.MatchSettings;
import io.wattline.energy.alert.Tariff;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.ingestor.mqtt.MqttEndpoint;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.runtime.server.HttpConfig;
import io.wattline.runtime.server.HttpLimits;
import io.wattline.servers.Certificates;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.tls.TlsFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestorConfigTest {

    @TempDir
    Path folder;

    @Test
    void pinsEveryDefault() {
        IngestorConfig config = read(Map.of());

        assertThat(config.mqtt())
                .isEqualTo(new MqttConfig(
                        new MqttEndpoint(URI.create("mqtt://127.0.0.1:1883"), null, null, TlsFiles.NONE),
                        "ingestors",
                        4,
                        Duration.ofDays(7),
                        new TelemetryTopic("")));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig(
                        "jdbc:postgresql://127.0.0.1:5432/wattline",
                        "wattline_ingest",
                        null,
                        4,
                        "wattline-ingestor",
                        DatabaseTimeouts.DEFAULT));
        assertThat(config.pipeline())
                .isEqualTo(new IngestorConfig.Pipeline(
                        new WriterPool.Config(2, 5_000),
                        new AcceptedWindow(Duration.ofMinutes(5), Duration.ofDays(30)),
                        100,
                        IngestorConfig.Pipeline.defaultBytesInHand()));
        assertThat(config.maxHostSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.durability()).isEqualTo(Durability.REQUIRED);
        assertThat(config.retention())
                .isEqualTo(new Maintenance.Retention(Duration.ofDays(400), Duration.ofDays(30), 3));
        assertThat(config.matching()).isEqualTo(new MatchSettings(Duration.ofSeconds(30), List.of()));
        assertThat(config.http()).isEqualTo(httpOn("127.0.0.1", 8081));
        assertThat(config.alerts())
                .isEqualTo(new AlertsConfig(true, Optional.empty(), Optional.empty(), Duration.ofSeconds(20)));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void readsEveryKey() throws IOException {
        Certificates files = new Certificates(folder).authority("ca").signed("client", "ca", "DNS:client");
        Path ca = files.file("ca.crt");
        Path cert = files.file("client.crt");
        Path key = files.file("client.key");
        Map<String, String> environment = new HashMap<>(Map.of(
                "MQTT_URL", "mqtts://broker:8884",
                "MQTT_USERNAME", "ingestor",
                "MQTT_PASSWORD", "broker-canary",
                "MQTT_CA_FILE", ca.toString(),
                "MQTT_CLIENT_CERT_FILE", cert.toString(),
                "MQTT_CLIENT_KEY_FILE", key.toString(),
                "MQTT_SHARE_GROUP", "blue",
                "MQTT_SLOTS", "8",
                "MQTT_SESSION_EXPIRY", "P30D",
                "MQTT_TOPIC_PREFIX", "devices/"));
        environment.putAll(Map.of(
                "DB_URL", "jdbc:postgresql://db:5433/other?sslmode=verify-full",
                "DB_USERNAME", "writer",
                "DB_PASSWORD", "database-canary",
                "DB_POOL_SIZE", "9",
                "WRITERS", "3",
                "BATCH_MAX_ROWS", "100",
                "HTTP_HOST", "localhost",
                "HTTP_PORT", "0"));
        environment.putAll(Map.of(
                "MAX_CLOCK_SKEW", "PT1M",
                "MAX_READING_AGE", "P40D",
                "HISTORY_RETENTION", "P60D",
                "RETENTION_MAX_DROPS", "5",
                "QUARANTINE_RETENTION", "P2D",
                "QUARANTINE_MAX_PER_SECOND", "7",
                "PAIRING_WINDOW", "PT45S",
                "SHUTDOWN_TIMEOUT", "PT1M",
                "LOG_FORMAT", "json"));
        environment.putAll(
                Map.of("BYTES_IN_HAND_MAX", "5000000", "MAX_HOST_SKEW", "PT2M", "ALLOW_UNSAFE_DATABASE", "true"));
        environment.putAll(Map.of(
                "ALERT_MQTT", "off",
                "ALERT_WEBHOOK_URL", "https://hooks.example/alerts?token=x",
                "ALERT_WEBHOOK_SECRET", "webhook-canary-0123456789",
                "ALERT_SETTLING", "PT0S",
                "TARIFF_PER_KWH", "0.31",
                "TARIFF_CURRENCY", "CHF"));

        environment.put("MAPPING_RULE", "VEHICLE_(.*) -> METER_$1");

        IngestorConfig config = read(environment);

        MqttEndpoint endpoint = config.mqtt().endpoint();
        assertThat(endpoint.url()).hasToString("mqtts://broker:8884");
        assertThat(endpoint.username()).isEqualTo("ingestor");
        assertThat(endpoint.password())
                .satisfies(password -> assertThat(password.reveal()).isEqualTo("broker-canary"));
        assertThat(endpoint.tls()).isEqualTo(new TlsFiles(ca, cert, key));
        assertThat(config.mqtt())
                .isEqualTo(new MqttConfig(endpoint, "blue", 8, Duration.ofDays(30), new TelemetryTopic("devices/")));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig(
                        "jdbc:postgresql://db:5433/other?sslmode=verify-full",
                        "writer",
                        "database-canary",
                        9,
                        "wattline-ingestor",
                        DatabaseTimeouts.DEFAULT));
        assertThat(config.pipeline())
                .isEqualTo(new IngestorConfig.Pipeline(
                        new WriterPool.Config(3, 100),
                        new AcceptedWindow(Duration.ofMinutes(1), Duration.ofDays(40)),
                        7,
                        5_000_000));
        assertThat(config.maxHostSkew()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.durability()).isEqualTo(Durability.ANY);
        assertThat(config.retention()).isEqualTo(new Maintenance.Retention(Duration.ofDays(60), Duration.ofDays(2), 5));
        assertThat(config.matching())
                .isEqualTo(new MatchSettings(Duration.ofSeconds(45), List.of("VEHICLE_", "", "METER_", "")));
        assertThat(config.http()).isEqualTo(httpOn("localhost", 0));
        assertThat(config.alerts().mqtt()).isFalse();
        assertThat(config.alerts().settling()).isZero();
        assertThat(config.alerts().tariff()).contains(new Tariff(new BigDecimal("0.31"), "CHF"));
        assertThat(config.alerts().webhook()).hasValueSatisfying(webhook -> {
            assertThat(webhook.url()).hasToString("https://hooks.example/alerts?token=x");
            assertThat(webhook.secret().reveal()).isEqualTo("webhook-canary-0123456789");
        });
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.toString()).doesNotContain("canary");
    }

    @Test
    void secretsMayComeFromFiles() throws IOException {
        IngestorConfig config = read(Map.of(
                "MQTT_USERNAME", "ingestor",
                "MQTT_PASSWORD_FILE",
                        Files.writeString(folder.resolve("mqtt"), "m-canary\n").toString(),
                "DB_PASSWORD_FILE",
                        Files.writeString(folder.resolve("db"), "d-canary\n").toString()));

        assertThat(config.mqtt().endpoint().password())
                .satisfies(password -> assertThat(password.reveal()).isEqualTo("m-canary"));
        assertThat(config.database().password()).isEqualTo("d-canary");
    }

    @Test
    void listsAllErrorsAtOnce() {
        List<String> errors = errors(Map.of(
                "MQTT_URL", "http://broker",
                "MQTT_SHARE_GROUP", "a/b",
                "MQTT_SLOTS", "0",
                "MQTT_TOPIC_PREFIX", "+/",
                "MQTT_CLIENT_KEY_FILE", "/nowhere/client.key",
                "DB_URL", "jdbc:mysql://db",
                "DB_POOL_SIZE", "many",
                "WRITERS", "65",
                "MAX_READING_AGE", "30",
                "SHUTDOWN_TIMEOUT", "PT4S"));

        for (String key : List.of(
                "MQTT_URL",
                "MQTT_SHARE_GROUP",
                "MQTT_SLOTS",
                "MQTT_TOPIC_PREFIX",
                "MQTT_CLIENT_KEY_FILE",
                "DB_URL",
                "DB_POOL_SIZE",
                "WRITERS",
                "MAX_READING_AGE",
                "SHUTDOWN_TIMEOUT")) {
            assertThat(errors).filteredOn(error -> error.startsWith(key + " ")).hasSize(1);
        }
        assertThat(errors).hasSize(10);
    }

    @Test
    void refusesAKeyWithoutItsCertificate() throws IOException {
        Map<String, String> key = Map.of(
                "MQTT_URL", "mqtts://broker", "MQTT_CLIENT_KEY_FILE", file("k").toString());
        Map<String, String> cert = Map.of(
                "MQTT_URL", "mqtts://broker", "MQTT_CLIENT_CERT_FILE", file("c").toString());

        assertThat(errors(key)).singleElement().asString().contains("together");
        assertThat(errors(cert)).singleElement().asString().contains("together");
    }

    @Test
    void refusesAPoolTooSmallForItsWriters() {
        assertThat(errors(Map.of("WRITERS", "5", "DB_POOL_SIZE", "4")))
                .singleElement()
                .asString()
                .contains("DB_POOL_SIZE", "from 5 to 100");
    }

    @Test
    void refusesAnAgeLimitBeyondRetention() {
        assertThat(errors(Map.of("MAX_READING_AGE", "P61D", "HISTORY_RETENTION", "P60D")))
                .singleElement()
                .asString()
                .startsWith("MAX_READING_AGE ")
                .contains("HISTORY_RETENTION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://ingestor:c4n4ry@broker",
                "mqtt://ingestor:c4n/4ry@broker",
                "mqtt://ingestor:c4n^4ry/c4n4ry@broker^",
                "mqtt://ingestor:c4n@4ry^c4n4ry@broker",
                "mqtt:// c4n4ry"
            })
    void errorsShowNoSecretOfTheBrokersUrl(String url) {
        assertThat(errors(Map.of("MQTT_URL", url)))
                .singleElement()
                .asString()
                .startsWith("MQTT_URL ")
                .contains("mqtt://host[:port]")
                .doesNotContain("c4n", "4ry");
    }

    @Test
    void errorsShowNoSecretOfTheDatabasesUrl() {
        for (String url : List.of(
                "jdbc:postgresql://writer:canary@db/wattline",
                "jdbc:postgresql://db/wattline?user=a&password=canary")) {
            assertThat(errors(Map.of("DB_URL", url, "DB_PASSWORD", "canary", "MQTT_PASSWORD", "canary")))
                    .hasSize(2)
                    .noneMatch(error -> error.contains("canary"))
                    .anyMatch(error -> error.startsWith("DB_URL "))
                    .anyMatch(error -> error.contains("a password needs a user name"));
        }
    }

    private static IngestorConfig read(Map<String, String> environment) {
        return Settings.read(environment, IngestorConfig::read);
    }

    private static List<String> errors(Map<String, String> environment) {
        ConfigurationException refusal = catchThrowableOfType(ConfigurationException.class, () -> read(environment));
        assertThat(refusal).isNotNull();
        return refusal.errors();
    }

    private static HttpConfig httpOn(String host, int port) {
        return Settings.read(
                Map.of("HTTP_HOST", host), settings -> HttpConfig.read(settings, port, HttpLimits.defaults()));
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "PEM");
    }

    @Test
    void listsUnusableCertificateFilesWithTheOtherErrors() throws IOException {
        assertThatThrownBy(() -> read(Map.of(
                        "MQTT_URL",
                        "mqtts://broker",
                        "MQTT_CA_FILE",
                        file("ca.crt").toString(),
                        "WRITERS",
                        "0")))
                .hasMessageContaining("MQTT_CA_FILE")
                .hasMessageContaining("WRITERS");
    }
}
