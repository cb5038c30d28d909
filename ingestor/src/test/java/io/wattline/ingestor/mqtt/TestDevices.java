package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// All devices behind one connection.
public final class TestDevices implements AutoCloseable {

    private static final TelemetryTopic TOPIC = new TelemetryTopic("");

    private final Mqtt5AsyncClient client;

    private TestDevices(Mqtt5AsyncClient client) {
        this.client = client;
    }

    public static TestDevices connected(URI broker) throws Exception {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier("devices-" + UUID.randomUUID())
                .serverHost(broker.getHost())
                .serverPort(broker.getPort())
                .buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
        return new TestDevices(client);
    }

    /// Publishes each reading in a message of its own, in order, and returns once the broker has acknowledged all.
    public void publish(List<? extends Reading> readings) throws Exception {
        List<CompletableFuture<Mqtt5PublishResult>> results = readings.stream()
                .map(reading -> client.publishWith()
                        .topic(TOPIC.name(reading.kind(), reading.deviceId()))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(PayloadEncoder.encode(reading))
                        .send())
                .toList();
        for (CompletableFuture<Mqtt5PublishResult> result : results) {
            Mqtt5PublishResult published = result.get(10, TimeUnit.SECONDS);
            if (published.getError().isPresent()) {
                throw new IllegalStateException(published.getError().get());
            }
        }
    }

    /// Returns once the broker says of what a device publishes that no one has subscribed to it.
    void awaitNoSubscriber() throws Exception {
        eventually("no subscriber", () -> {
            Mqtt5PublishResult result = client.publishWith()
                    .topic(TOPIC.name(DeviceKind.METER, "nobody"))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .get(10, TimeUnit.SECONDS);
            return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result answered
                    && answered.getPubAck().getReasonCode() == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
        });
    }

    @Override
    public void close() {
        client.disconnect()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
    }
}
