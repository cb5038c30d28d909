package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.outbox.OutboxMessage;
import io.wattline.ingestor.outbox.UndeliverableException;
import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.testing.Readings;
import io.wattline.servers.MosquittoServer;
import io.wattline.servers.process.FreePort;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlertPublisherIT {

    private static final UUID ALERT = new UUID(1, 2);

    private static MqttConfig config(URI broker) {
        return new MqttConfig(
                new MqttEndpoint(broker, null, null, TlsFiles.NONE),
                "test",
                1,
                Duration.ofHours(1),
                new TelemetryTopic("devices/"));
    }

    private static OutboxMessage message(String vehicle, String body) {
        return new OutboxMessage(
                new OutboxMessage.Key(vehicle, ALERT, 1),
                "raised",
                0,
                new OutboxMessage.Body(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void publishesBehindThePrefixAtQosOneAndRetainsNothing() throws Exception {
        try (MosquittoServer broker = MosquittoServer.create()) {
            URI url = broker.uri();
            Mqtt5BlockingClient listener = MqttClient.builder()
                    .useMqttVersion5()
                    .serverHost(url.getHost())
                    .serverPort(url.getPort())
                    .buildBlocking();
            listener.connect();
            try (var heard = listener.publishes(MqttGlobalPublishFilter.ALL)) {
                listener.subscribeWith().topicFilter("devices/alerts/+").send();
                try (AlertChannel.Line line = new AlertPublisher(config(url)).open()) {
                    line.send(message("V1", "{\"event\":\"raised\"}"));
                }

                Optional<Mqtt5Publish> publish = heard.receive(10, TimeUnit.SECONDS);
                assertThat(publish).hasValueSatisfying(told -> {
                    assertThat(told.getTopic()).hasToString("devices/alerts/V1");
                    assertThat(told.getQos().getCode()).isEqualTo(1);
                    assertThat(told.isRetain()).isFalse();
                    assertThat(new String(told.getPayloadAsBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("{\"event\":\"raised\"}");
                });
            } finally {
                listener.disconnect();
            }
        }
    }

    @Test
    void countsANoticeWithoutSubscriberAsSent() throws Exception {
        try (MosquittoServer broker = MosquittoServer.create()) {
            try (AlertChannel.Line line = new AlertPublisher(config(broker.uri())).open()) {
                line.send(message("V1", "{}"));
            }
        }
    }

    @Test
    void noSlotTakesItForAReading() throws Exception {
        try (MosquittoServer broker = MosquittoServer.create();
                SlotFixture slots = SlotFixture.connected(config(broker.uri()));
                AlertChannel.Line line = new AlertPublisher(config(broker.uri())).open()) {
            line.send(message("V1", "{}"));
            line.send(message("V2", "{}"));
            Mqtt5BlockingClient device = MqttClient.builder()
                    .useMqttVersion5()
                    .serverHost(broker.uri().getHost())
                    .serverPort(broker.uri().getPort())
                    .buildBlocking();
            device.connect();
            device.publishWith()
                    .topic("devices/meters/M1/telemetry")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(PayloadEncoder.encode(Readings.meter("M1")))
                    .send();
            device.disconnect();

            assertThat(slots.take(1)).extracting(Delivery::topicName).containsExactly("devices/meters/M1/telemetry");
        }
    }

    @Test
    void absentBrokerIsUnreachable() {
        var away = new AlertPublisher(config(URI.create("mqtt://127.0.0.1:" + FreePort.next())));
        assertThatThrownBy(away::open)
                .isInstanceOfSatisfying(
                        UndeliverableException.class,
                        e -> assertThat(e.nothingGoes()).isTrue());
    }
}
