package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.PayloadDecoder;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A PUBLISH that one connection delivered and that only this connection can acknowledge.
final class MqttDelivery implements Delivery {

    private final SlotConnection connection;
    private final Mqtt5Publish publish;
    private final PayloadDecoder decoder;
    private final Instant receivedAt;
    private final ArrivedMessages.Message arrived;

    /// @param arrived its entry in the books of the connection
    MqttDelivery(
            SlotConnection connection,
            Mqtt5Publish publish,
            PayloadDecoder decoder,
            Instant receivedAt,
            ArrivedMessages.Message arrived) {
        this.connection = connection;
        this.publish = publish;
        this.decoder = decoder;
        this.receivedAt = receivedAt;
        this.arrived = arrived;
    }

    boolean isFrom(SlotConnection other) {
        return connection == other;
    }

    @Override
    public Source source() {
        return Source.MQTT;
    }

    @Override
    public String topicName() {
        return publish.getTopic().toString();
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public int bytes() {
        return publish.getPayload().map(ByteBuffer::remaining).orElse(0);
    }

    @Override
    public Decoded decode() {
        return decoder.decode(topicName(), publish.getPayloadAsBytes(), receivedAt);
    }

    @Override
    public boolean isAbandoned() {
        return connection.isGone();
    }

    @Override
    public void acknowledge(Outcomes outcomes) {
        connection.acknowledge(publish);
        connection.arrivals().end(arrived);
    }

    /// The broker delivers again what was not acknowledged, once this session connects anew.
    @Override
    public void keep() {
        connection.kept();
        connection.arrivals().end(arrived);
    }
}
