package io.wattline.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerIT {

    /// One after the other, so that a missing Mosquitto skips its own run only.
    enum Kind {
        MOSQUITTO,
        EMBEDDED;

        Broker start() {
            return this == MOSQUITTO ? Broker.mosquitto() : Broker.embedded();
        }
    }

    static Stream<Kind> kinds() {
        return List.of(Kind.values()).stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void keepsAQueueOverAnOrderlyRestart(Kind kind) throws Exception {
        try (Broker broker = kind.start()) {
            Mqtt5BlockingClient subscriber = client(broker, "subscriber");
            connect(subscriber);
            subscribe(subscriber);
            subscriber.disconnectWith().sessionExpiryInterval(3600).send();
            publish(broker, "before");

            broker.stop();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), broker.port()))
                    .isInstanceOf(ConnectException.class);
            broker.start();

            try (var incoming = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                assertThat(connect(subscriber)).isTrue();
                assertThat(payload(incoming)).isEqualTo("before");
                // Mosquitto 2.0 keeps the session and forgets that it was in a shared subscription.
                subscribe(subscriber);
                publish(broker, "after");
                assertThat(payload(incoming)).isEqualTo("after");
            }
            subscriber.disconnect();
        }
    }

    private static Mqtt5BlockingClient client(Broker broker, String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
    }

    private static boolean connect(Mqtt5BlockingClient client) {
        return client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .send()
                .isSessionPresent();
    }

    private static void subscribe(Mqtt5BlockingClient client) {
        client.subscribeWith()
                .topicFilter("$share/group/some/+")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    private static void publish(Broker broker, String payload) {
        Mqtt5BlockingClient publisher = client(broker, "publisher");
        publisher.connect();
        publisher
                .publishWith()
                .topic("some/topic")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(UTF_8))
                .send();
        publisher.disconnect();
    }

    private static String payload(Mqtt5Publishes incoming) throws InterruptedException {
        Mqtt5Publish message = incoming.receive(10, TimeUnit.SECONDS).orElseThrow();
        return new String(message.getPayloadAsBytes(), UTF_8);
    }
}
