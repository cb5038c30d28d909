package io.wattline.sim;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.wattline.servers.MosquittoServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes down every message of a topic filter as `topic payload`, in order of arrival.
final class Subscriber implements AutoCloseable {

    private final Mqtt5BlockingClient client;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    Subscriber(MosquittoServer broker, String topicFilter) {
        client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("test-subscriber")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        publish -> messages.add(publish.getTopic() + " "
                                + new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)));
        client.connect();
        client.subscribeWith()
                .topicFilter(topicFilter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
