package io.wattline.e2e.security;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.nio.charset.StandardCharsets;

/// A device that speaks MQTT 3.1.1, which learns no reason of anything.
record OldDevice(Mqtt3BlockingClient client) implements AutoCloseable {

    /// Connects as `login`; throws whatever kept it out.
    static OldDevice connect(SecuredFleet fleet, Login login, Mqtt3Connect connect) {
        TlsMaterial material = TlsMaterial.read(new TlsFiles(fleet.ca(), null, null));
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(login.clientId())
                .serverHost("localhost")
                .serverPort(fleet.devicePort())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(material.trustFactory())
                        .build())
                .simpleAuth()
                .username(login.username())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect(connect);
        return new OldDevice(client);
    }

    void publish(String topic, boolean retain, String payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            client.disconnect();
        }
    }
}
