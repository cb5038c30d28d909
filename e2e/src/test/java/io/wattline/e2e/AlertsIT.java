package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.sun.net.httpserver.HttpServer;
import io.wattline.e2e.stack.Canary;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Three weeks of two vehicles, one of whose chargers begins to lose 6 points, through a real Mosquitto and real
/// processes: one alert, on the API, on MQTT and at a webhook.
class AlertsIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long SEED = 11;
    private static final int DAYS = 21;
    private static final int LOSS_DAY = 15;
    private static final int STEPS_A_DAY = 288;
    private static final int READINGS = DAYS * STEPS_A_DAY * 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void chargerThatBeginsToLoseRaisesOneAlertOnEveryChannel() throws Exception {
        List<String> posted = new CopyOnWriteArrayList<>();
        HttpServer webhook = webhook(posted);
        try (PostgresServer postgres = PostgresServer.create();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker);
                TemporaryFolder folder = TemporaryFolder.create("alerts")) {
            Map<String, String> settings = Map.of(
                    "ALERT_SETTLING",
                    "PT0S",
                    "ALERT_WEBHOOK_URL",
                    "http://127.0.0.1:" + webhook.getAddress().getPort() + "/",
                    "ALERT_WEBHOOK_SECRET",
                    Canary.lay());
            ServiceProcess first = Stack.awaitReady(stack.launchIngestor(settings));
            ServiceProcess queries = stack.startQueryService();
            for (int vehicle = 1; vehicle <= 2; vehicle++) {
                assertThat(queries.put("/v1/mappings/car-" + vehicle, "{\"meterId\":\"box-" + vehicle + "\"}")
                                .status())
                        .isEqualTo(200);
            }
            ChildProcess.run(
                    stack.simulator(
                            "replay", history(folder.path()).toString(), "--rebase-end", end(), "--speed", "max"),
                    LIMIT);
            await().atMost(LIMIT).until(() -> first.metrics().outcome("accepted") == READINGS);
            first.close();

            Mqtt5BlockingClient listener = listener(broker);
            try (var heard = listener.publishes(MqttGlobalPublishFilter.ALL)) {
                listener.subscribeWith().topicFilter("alerts/+").send();
                // Its first round comes at once.
                Stack.awaitReady(stack.launchIngestor(settings));
                await().atMost(LIMIT).until(() -> alerts(queries).size() > 0 && !posted.isEmpty());

                JsonNode alert = alerts(queries).get(0);
                assertThat(alerts(queries)).hasSize(1);
                assertThat(alert.path("kind").asText()).isEqualTo("loss");
                assertThat(alert.path("state").asText()).isEqualTo("open");
                assertThat(alert.path("vehicleId").asText()).isEqualTo("car-2");
                assertThat(alert.path("size").asDouble()).isBetween(0.045, 0.075);
                JsonNode notice = JSON.readTree(
                        heard.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());
                assertThat(notice.path("event").asText()).isEqualTo("raised");
                assertThat(notice.path("alert")).isEqualTo(alert);
                assertThat(posted).hasSize(1);
                assertThat(JSON.readTree(posted.getFirst()).path("alert")).isEqualTo(alert);
            } finally {
                listener.disconnect();
            }
            assertThat(queries.get("/v1/vehicles/car-1/charges?limit=1000")
                            .json()
                            .path("items"))
                    .hasSize(DAYS);
        } finally {
            webhook.stop(0);
        }
    }

    private static JsonNode alerts(ServiceProcess queries) {
        return queries.get("/v1/alerts").json().path("items");
    }

    private static HttpServer webhook(List<String> posted) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Mqtt5BlockingClient listener(Broker broker) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("alerts-listener")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    /// The newest reading lies a few hours back, so that all hours of the last charge are closed at any time of day.
    private static String end() {
        return Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .minus(Duration.ofHours(3))
                .toString();
    }

    /// A reading of every device every five minutes, and a charge of some hours a day.
    private static Path history(Path folder) throws IOException {
        Random random = new Random(SEED);
        List<String> rows = new ArrayList<>();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int vehicle = 1; vehicle <= 2; vehicle++) {
            for (int day = 0; day < DAYS; day++) {
                int begin = 60 + random.nextInt(60);
                int end = begin + 25 + random.nextInt(20);
                double ratio = 0.89 + 0.003 * random.nextGaussian() - (vehicle == 2 && day >= LOSS_DAY ? 0.06 : 0);
                for (int step = 0; step < STEPS_A_DAY; step++) {
                    double kwh = step >= begin && step < end ? 7.2 / 12 : 0;
                    rows.add(String.format(
                            Locale.ROOT,
                            "%s,box-%d,car-%d,%.6f,%d,%.6f,18",
                            start.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(5L * step)),
                            vehicle,
                            vehicle,
                            kwh,
                            228 + random.nextInt(5),
                            kwh * ratio));
                }
            }
        }
        Collections.sort(rows);
        rows.addFirst("timestamp,meter_id,vehicle_id,kwh_consumed_ac,voltage,kwh_delivered_dc,battery_temp");
        return Files.write(folder.resolve("history.csv"), rows);
    }
}
