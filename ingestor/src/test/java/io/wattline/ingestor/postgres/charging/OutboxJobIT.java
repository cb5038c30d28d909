package io.wattline.ingestor.postgres.charging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.energy.alert.Tariff;
import io.wattline.ingestor.metrics.MicrometerOutboxMetrics;
import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.postgres.outbox.OutboxJob;
import io.wattline.ingestor.webhook.WebhookChannel;
import io.wattline.ingestor.webhook.WebhookConfig;
import io.wattline.runtime.http.Json;
import io.wattline.settings.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real HTTP server in the place of the webhook.
class OutboxJobIT {

    private static final String SECRET = "0123456789abcdef-secret";

    /// What came in.
    private record Received(String body, String signature, String delivery) {}

    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private ChargeFixture fixture;
    private HttpServer server;
    private volatile int answer = 200;

    @BeforeEach
    void open() throws SQLException, IOException {
        fixture = new ChargeFixture(Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(20)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    body,
                    exchange.getRequestHeaders().getFirst(WebhookChannel.SIGNATURE),
                    exchange.getRequestHeaders().getFirst(WebhookChannel.DELIVERY)));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws SQLException {
        server.stop(0);
        fixture.close();
    }

    private AlertChannel webhook() {
        return new WebhookChannel(new WebhookConfig(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"), Secret.of(SECRET)));
    }

    private void round(AlertChannel... channels) throws SQLException {
        fixture.round(new OutboxJob(
                List.of(channels),
                Optional.of(new Tariff(new BigDecimal("0.30"), "EUR")),
                new MicrometerOutboxMetrics(registry)));
    }

    private void raise(String vehicle) throws SQLException {
        fixture.execute("""
                INSERT INTO alert (kind, vehicle_id, meter_id, onset_at, raised_at, evidence, size, size_margin, recent_size,
                  told_size, smallest_visible_loss, lost_kwh, extra_grid_kwh)
                VALUES ('loss', '%1$s', 'M', '2026-03-01T18:00:00Z', '2026-03-01T22:10:00Z', '{}',
                  0.06, 0.01, 0.06, 0.06, 0.04, 8.8, 10);
                INSERT INTO alert_event (vehicle_id, alert_id, change, event, note)
                SELECT vehicle_id, id, 1, 'raised', 'there is evidence enough' FROM alert WHERE vehicle_id = '%1$s'
                """.formatted(vehicle));
    }

    private void makeDue() throws SQLException {
        fixture.execute("UPDATE alert_outbox SET due_at = clock_timestamp()");
    }

    private List<String> waiting() throws SQLException {
        return fixture.rows("SELECT channel, attempts FROM alert_outbox ORDER BY 1, 2");
    }

    @Test
    void postsANoticeOnceInTheFormOfTheApiWithASignature() throws Exception {
        raise("V1");
        round(webhook());
        round(webhook());

        assertThat(received).hasSize(1);
        var notice = Json.read(received.getFirst().body().getBytes(StandardCharsets.UTF_8));
        assertThat(notice.path("event").textValue()).isEqualTo("raised");
        assertThat(notice.path("change").intValue()).isEqualTo(1);
        assertThat(notice.path("alert").path("kind").textValue()).isEqualTo("loss");
        assertThat(notice.path("alert").path("vehicleId").textValue()).isEqualTo("V1");
        assertThat(notice.path("alert").path("cost").decimalValue()).isEqualByComparingTo("3");
        assertThat(received.getFirst().signature())
                .isEqualTo("sha256=" + signature(received.getFirst().body()));
        assertThat(received.getFirst().delivery())
                .isEqualTo(notice.path("alert").path("id").textValue() + "/1");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void repeatsARefusedNoticeUntilItIsAccepted() throws Exception {
        raise("V1");
        raise("V2");
        answer = 503;
        round(webhook());
        assertThat(waiting()).containsExactly("webhook 1", "webhook 1");
        round(webhook());
        assertThat(received).as("not due yet").hasSize(2);

        answer = 204;
        makeDue();
        round(webhook());
        assertThat(received).hasSize(4);
        assertThat(waiting()).isEmpty();
        assertThat(count("failed")).isEqualTo(2);
        assertThat(count("told")).isEqualTo(2);
    }

    @Test
    void absentWebhookCostsOneAttemptPerRound() throws Exception {
        raise("V1");
        raise("V2");
        AlertChannel webhook = webhook();
        server.stop(0);
        round(webhook);

        assertThat(waiting()).containsExactly("webhook 0", "webhook 1");
    }

    @Test
    void givesUpOnANoticeThatFailsForADay() throws Exception {
        raise("V1");
        answer = 500;
        for (int attempt = 0; attempt < 24; attempt++) {
            makeDue();
            round(webhook());
        }

        assertThat(received).hasSize(24);
        assertThat(waiting()).isEmpty();
        assertThat(count("given_up")).isEqualTo(1);
    }

    @Test
    void forgetsNoticesForAnUnconfiguredChannel() throws Exception {
        raise("V1");
        assertThat(waiting()).containsExactly("mqtt 0", "webhook 0");
        round();
        assertThat(waiting()).isEmpty();
    }

    private double count(String outcome) {
        return registry.get("wattline.alert.notices")
                .tag("channel", "webhook")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
