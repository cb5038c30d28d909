package io.wattline.e2e.stack;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.servers.Broker;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Publishes what a device would, at QoS 1, one message at a time, each acknowledged before the next.
public final class TestDevice implements AutoCloseable {

    private static final TelemetryTopic TOPIC = new TelemetryTopic("");

    private final Mqtt5BlockingClient client;

    private TestDevice(Mqtt5BlockingClient client) {
        this.client = client;
    }

    public static TestDevice connect(Broker broker) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("test-device-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connectWith().cleanStart(true).send();
        return new TestDevice(client);
    }

    public void publish(Reading reading) {
        publish(TOPIC.name(reading.kind(), reading.deviceId()), PayloadEncoder.encode(reading));
    }

    public void publish(DeviceKind kind, String deviceId, String json) {
        publish(TOPIC.name(kind, deviceId), json.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether the broker had a subscriber; otherwise it discarded the message.
    public boolean publish(String topicName, byte[] payload) {
        var result = (Mqtt5PublishResult.Mqtt5Qos1Result) client.publishWith()
                .topic(topicName)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
        return result.getPubAck().getReasonCode() != Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
