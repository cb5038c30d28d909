package io.wattline.ingestor;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.ingestor.mqtt.TestDevices;
import io.wattline.ingestor.testing.Readings;
import io.wattline.runtime.lifecycle.StartRefusedException;
import io.wattline.servers.MosquittoServer;
import io.wattline.settings.Settings;
import io.wattline.telemetry.MeterReading;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The whole ingestor, wired as in production.
class IngestorIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Map<String, String> NOBODY_THERE = Map.of(
            "HTTP_PORT", "0",
            "MQTT_URL", "mqtt://127.0.0.1:1",
            "DB_URL", "jdbc:postgresql://127.0.0.1:1/wattline",
            "SHUTDOWN_TIMEOUT", "PT5S");

    /// Held, since the logging system itself forgets loggers that nobody holds.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    @BeforeAll
    static void quiet() {
        HELIDON.setLevel(Level.OFF);
    }

    @Test
    void storesPublishedReadingsAndStopsCleanly() throws Exception {
        try (var database = MigratedDatabase.create();
                var broker = MosquittoServer.create()) {
            IngestorConfig config = config(environment(database.configFor(DatabaseRole.INGEST), broker.uri()));
            List<MeterReading> readings = IntStream.range(0, 500)
                    .mapToObj(i -> Readings.meter("M" + i % 50, NOW.minusSeconds(i), "0.5"))
                    .toList();
            try (Ingestor ingestor = Ingestor.start(config, InstantSource.system());
                    var devices = TestDevices.connected(broker.uri())) {
                eventually("ready", () -> get(ingestor, "/health/ready").statusCode() == 200);
                devices.publish(readings);
                devices.publish(readings.subList(0, 10));
                devices.publish(List.of(Readings.meter("M1", NOW.minus(Duration.ofDays(31)), "1")));

                eventually("all acknowledged", () -> items(ingestor, "accepted") + items(ingestor, "duplicate") == 510);
                eventually("rejected", () -> items(ingestor, "rejected") == 1);
                assertThat(items(ingestor, "duplicate")).isEqualTo(10);
                assertThat(get(ingestor, "/metrics").body())
                        .contains("wattline_items_in_flight 0.0")
                        .contains("wattline_items_total{kind=\"any\",outcome=\"dropped\",source=\"mqtt\"} 0.0");
            }
            assertThat(single(database, "SELECT count(*) || ' ' || sum(kwh) FROM meter_history"))
                    .isEqualTo("500 250.000000");
            assertThat(single(database, "SELECT reason FROM rejected_message")).isEqualTo("ts_past");

            try (Ingestor again = Ingestor.start(config, InstantSource.system());
                    var devices = TestDevices.connected(broker.uri())) {
                eventually("ready", () -> get(again, "/health/ready").statusCode() == 200);
                devices.publish(List.of(Readings.meter("last", NOW, "1")));
                eventually("stored", () -> items(again, "accepted") == 1);
                // Everything before it was acknowledged.
                assertThat(items(again, "duplicate")).isZero();
            }
        }
    }

    @Test
    void refusesADatabaseThatMayLoseCommitsUnlessConfigured() throws Exception {
        try (var database = MigratedDatabase.create();
                var broker = MosquittoServer.create()) {
            Map<String, String> environment =
                    new HashMap<>(environment(database.configFor(DatabaseRole.INGEST), broker.uri()));
            environment.remove("ALLOW_UNSAFE_DATABASE");

            // The server of the tests has both off.
            assertThatThrownBy(() -> Ingestor.start(config(environment), InstantSource.system()))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("fsync")
                    .hasMessageContaining("full_page_writes")
                    .hasMessageContaining("ALLOW_UNSAFE_DATABASE");
        }
        assertNoThreadsLeft();
    }

    @Test
    void isAliveAndNotReadyWithoutBrokerAndDatabase() throws Exception {
        try (Ingestor ingestor = Ingestor.start(config(NOBODY_THERE), InstantSource.system())) {
            assertThat(get(ingestor, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(ingestor, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("leases are not renewed");
        }
        assertNoThreadsLeft();
    }

    @Test
    void retiringAGroupStoresWaitingReadingsAndEndsItsSessions() throws Exception {
        try (var database = MigratedDatabase.create();
                var broker = MosquittoServer.create()) {
            Map<String, String> environment =
                    new HashMap<>(environment(database.configFor(DatabaseRole.INGEST), broker.uri()));
            environment.putAll(Map.of("MQTT_SHARE_GROUP", "old", "SLOT_LEASE", "PT2S", "SLOT_RENEW", "PT0.5S"));
            try (Ingestor old = Ingestor.start(config(environment), InstantSource.system())) {
                eventually("ready", () -> get(old, "/health/ready").statusCode() == 200);
                assertThat(retire(config(environment), "old", "stop them first"))
                        .isOne();
            }
            List<MeterReading> readings = IntStream.range(0, 2_000)
                    .mapToObj(i -> Readings.meter("M" + i, NOW, "0.5"))
                    .toList();
            try (var devices = TestDevices.connected(broker.uri())) {
                devices.publish(readings);
            }
            environment.put("MQTT_SHARE_GROUP", "new");

            assertThat(retire(config(environment), "old", "retired group=old accepted=2000 duplicate=0 rejected=0"))
                    .isZero();

            assertThat(single(database, "SELECT count(*) FROM meter_history")).isEqualTo("2000");
            assertThat(single(database, "SELECT count(*) FROM consumer_slot")).isEqualTo("0");
            assertThat(retire(config(environment), "old", "knows no slots")).isOne();
        }
    }

    /// Runs the command and returns its exit code.
    private static int retire(IngestorConfig config, String group, String says) throws Exception {
        var said = new ByteArrayOutputStream();
        try (var stream = new PrintStream(said, true, UTF_8)) {
            int code = new GroupRetirement(config, group, InstantSource.system())
                    .run(Duration.ofMinutes(1), stream, stream);
            assertThat(said.toString(UTF_8)).contains(says);
            return code;
        }
    }

    @Test
    void receivesNothingWhileItsClockIsFarFromTheDatabases() throws Exception {
        try (var database = MigratedDatabase.create();
                var broker = MosquittoServer.create()) {
            Map<String, String> environment =
                    new HashMap<>(environment(database.configFor(DatabaseRole.INGEST), broker.uri()));
            environment.putAll(Map.of("SLOT_LEASE", "PT2S", "SLOT_RENEW", "PT0.5S"));
            IngestorConfig config = config(environment);
            try (Ingestor right = Ingestor.start(config, InstantSource.system())) {
                eventually("ready", () -> get(right, "/health/ready").statusCode() == 200);
            }
            Instant now = Instant.now();
            List<MeterReading> readings = IntStream.range(0, 50)
                    .mapToObj(i -> Readings.meter("M" + i, now.truncatedTo(ChronoUnit.SECONDS), "0.5"))
                    .toList();
            try (Ingestor wrong = Ingestor.start(config, () -> Instant.now().minus(Duration.ofMinutes(6)));
                    var devices = TestDevices.connected(broker.uri())) {
                devices.publish(readings);
                eventually(
                        "says so",
                        () -> get(wrong, "/health/ready").body().contains("360 s behind")
                                || get(wrong, "/health/ready").body().contains("359 s behind"));
                assertThat(items(wrong, "accepted") + items(wrong, "rejected")).isZero();
                assertThat(postReading(wrong, now)).isEqualTo(503);
            }
            try (Ingestor right = Ingestor.start(config, InstantSource.system())) {
                eventually("stored", () -> items(right, "accepted") == 50);
                assertThat(items(right, "duplicate")).isZero();
            }
            assertThat(single(database, "SELECT count(*) FROM rejected_message"))
                    .isEqualTo("0");
        }
    }

    private static int postReading(Ingestor ingestor, Instant now) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingestor.port() + "/v1/ingest"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"meterId\":\"M1\",\"kwhConsumedAc\":1,\"timestamp\":\"" + now + "\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void stopsEverythingWhenItsPortIsInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new HashMap<>(NOBODY_THERE);
            environment.put("HTTP_PORT", String.valueOf(taken.getLocalPort()));

            assertThatThrownBy(() -> Ingestor.start(config(environment), InstantSource.system()))
                    .isInstanceOf(RuntimeException.class);
        }
        assertNoThreadsLeft();
    }

    private static void assertNoThreadsLeft() throws Exception {
        eventually(
                "its threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("wattline-ingestor")
                                || name.startsWith("writer-")
                                || name.startsWith("slot-")
                                || name.equals("maintenance")));
    }

    private static IngestorConfig config(Map<String, String> environment) {
        return Settings.read(environment, IngestorConfig::read);
    }

    private static Map<String, String> environment(DatabaseConfig database, URI broker) {
        return Map.of(
                "HTTP_PORT",
                "0",
                "MQTT_URL",
                broker.toString(),
                "MQTT_SLOTS",
                "2",
                "DB_URL",
                database.url(),
                "DB_PASSWORD",
                String.valueOf(database.password()),
                "ALLOW_UNSAFE_DATABASE",
                "true");
    }

    private static int items(Ingestor ingestor, String outcome) throws Exception {
        String label = "outcome=\"" + outcome + "\",source=\"mqtt\"} ";
        return get(ingestor, "/metrics")
                .body()
                .lines()
                .filter(text -> text.startsWith("wattline_items_total{") && text.contains(label))
                .mapToInt(text -> (int) Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static HttpResponse<String> get(Ingestor ingestor, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingestor.port() + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String single(MigratedDatabase database, String query) throws SQLException {
        try (var connection = DataSources.connect(database.superuser());
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
