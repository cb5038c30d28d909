package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real devices do that no specification of ours foresaw: they get in, and what they do wrong is shown.
class DevicesLetInIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static PostgresServer postgres;
    private static SecuredFleet fleet;
    private static Stack stack;
    private static ServiceProcess query;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void start() {
        postgres = PostgresServer.create();
        fleet = SecuredFleet.create();
        fleet.provision("lazy", "retaining", "dying", "astray", "guessed", "shared");
        stack = Stack.on(postgres, fleet.broker());
        Stack.awaitReady(stack.launchIngestor(fleet.ingestorEnvironment()));
        query = stack.startQueryService();
    }

    @AfterAll
    static void end() {
        stack.close();
        fleet.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 301, 65_535})
    void acceptsEveryKeepAliveOfAnMqtt311Device(int seconds) {
        Mqtt3Connect connect = Mqtt3Connect.builder().keepAlive(seconds).build();
        try (OldDevice device = OldDevice.connect(fleet, fleet.login("lazy"), connect)) {
            assertThat(device.client().getState().isConnected()).isTrue();
        }
    }

    @Test
    void storesRetainedReadingsAndTheRetainedWillOfADevice() {
        try (OldDevice device = connect("retaining")) {
            device.publish("meters/retaining/telemetry", true, reading("retaining", 1));
            device.publish("meters/retaining/telemetry", true, reading("retaining", 2));
        }
        Mqtt3Publish will = Mqtt3Publish.builder()
                .topic("meters/dying/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(reading("dying", 1).getBytes(StandardCharsets.UTF_8))
                .build();
        try (OldDevice dying = OldDevice.connect(
                        fleet,
                        fleet.login("dying"),
                        Mqtt3Connect.builder().willPublish(will).build());
                OldDevice successor = connect("dying")) {
            assertThat(successor.client().getState().isConnected()).isTrue();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(List.of(stored("retaining"), stored("dying")))
                            .as("rejected: " + rejected())
                            .containsExactly(2L, 1L));
            assertThat(dying.client().getState().isConnected()).isFalse();
        }
    }

    @Test
    void reportsMessagesToTopicsWithoutReadings() {
        List<String> wrong = List.of(
                "/meters/astray/telemetry",
                "meters/site/astray/telemetry",
                "meters/astray/Telemetry",
                "Meters/astray/telemetry",
                "meters/astray",
                "astray",
                "meters/astray/telemetry/");
        try (OldDevice device = connect("astray")) {
            wrong.forEach(topic -> device.publish(topic, false, reading("astray", 1)));
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(stack.database()
                                .sql()
                                .queryForList(
                                        "SELECT topic FROM rejected_message WHERE reason = 'bad_topic' AND topic LIKE '%astray%'",
                                        String.class))
                        .containsExactlyInAnyOrderElementsOf(
                                wrong.stream().map(topic -> "devices/" + topic).toList()));
    }

    @Test
    void reportsWhichDeviceIsRefusedAndWhy() {
        assertThatThrownBy(() -> OldDevice.connect(
                        fleet,
                        Login.password("guessed", "wrong"),
                        Mqtt3Connect.builder().build()))
                .isNotNull();
        assertThatThrownBy(() -> OldDevice.connect(
                        fleet,
                        Login.password("guessed", "wrong"),
                        Mqtt3Connect.builder().build()))
                .isNotNull();
        try (OldDevice first = connect("shared");
                OldDevice second = connect("shared")) {
            await().atMost(LIMIT).until(() -> !first.client().getState().isConnected());
            assertThat(second.client().getState().isConnected()).isTrue();
        }
        Mqtt3Connect unwatched = Mqtt3Connect.builder().keepAlive(0).build();
        try (OldDevice device = OldDevice.connect(fleet, fleet.login("lazy"), unwatched)) {
            device.publish("meters/lazy/telemetry", true, reading("lazy", 1));
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(refusals())
                        .containsEntry("guessed not_authorized", 2L)
                        .containsKey("shared session_taken_over")
                        .containsKey("lazy keep_alive_none")
                        .containsEntry("lazy retained_message", 1L));
    }

    private static Map<String, Long> refusals() {
        ServiceProcess.Answer answer = query.get("/v1/rejected/connections?limit=1000");
        assertThat(answer.status()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("items").spliterator(), false)
                .collect(Collectors.toMap(
                        DevicesLetInIT::key, item -> item.get("count").asLong()));
    }

    private static String key(JsonNode item) {
        return item.get("client").asText() + " " + item.get("reason").asText();
    }

    private static OldDevice connect(String name) {
        return OldDevice.connect(
                fleet, fleet.login(name), Mqtt3Connect.builder().build());
    }

    private static List<String> rejected() {
        return stack.database().sql().queryForList("SELECT topic || ' ' || reason FROM rejected_message", String.class);
    }

    private static long stored(String meter) {
        Long count = stack.database()
                .sql()
                .queryForObject("SELECT count(*) FROM meter_history WHERE meter_id = ?", Long.class, meter);
        return count == null ? 0 : count;
    }

    private String reading(String meter, int secondsAgo) {
        return "{\"meterId\":\"%s\",\"kwhConsumedAc\":0.5,\"voltage\":230,\"timestamp\":\"%s\"}"
                .formatted(meter, now.minusSeconds(secondsAgo));
    }
}
