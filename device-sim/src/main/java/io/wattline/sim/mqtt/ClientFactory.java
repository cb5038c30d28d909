package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedListener;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.reactivex.schedulers.Schedulers;
import io.wattline.sim.mqtt.Credentials.Login;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Builds MQTT 5 clients for a broker; reads the TLS files once.
final class ClientFactory {

    private static final int CONNECT_SECONDS = 10;

    private final BrokerSettings settings;
    private final MqttClientTransportConfig transport;

    /// @throws SettingsFault if the TLS files cannot be used
    ClientFactory(BrokerSettings settings) {
        this.settings = settings;
        this.transport = transport(settings);
    }

    private static MqttClientTransportConfig transport(BrokerSettings settings) {
        MqttClientTransportConfigBuilder builder = MqttClientTransportConfig.builder()
                .serverHost(settings.url().getHost())
                .serverPort(settings.port())
                .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
        return settings.isTls() ? builder.sslConfig(ssl(settings.tls())).build() : builder.build();
    }

    /// Without a host name verifier of our own the client lets JSSE check the name as for HTTPS.
    private static MqttClientSslConfig ssl(TlsFiles files) {
        TlsMaterial material = read(files);
        return MqttClientSslConfig.builder()
                .handshakeTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .trustManagerFactory(material.trustFactory())
                .keyManagerFactory(material.identityFactory())
                .build();
    }

    private static TlsMaterial read(TlsFiles files) {
        try {
            return TlsMaterial.read(files);
        } catch (IllegalArgumentException e) {
            throw new SettingsFault(String.valueOf(e.getMessage()), e);
        }
    }

    /// A client that is not connected yet. Results are reported on its network thread: another hop would double
    /// their cost.
    ///
    /// @param number of the connection, which decides the login
    Mqtt5AsyncClient client(
            int number,
            String clientId,
            MqttClientConnectedListener onConnected,
            MqttClientDisconnectedListener onDisconnected) {
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .transportConfig(transport)
                .executorConfig()
                .applicationScheduler(Schedulers.trampoline())
                .applyExecutorConfig()
                .addConnectedListener(onConnected)
                .addDisconnectedListener(onDisconnected);
        return switch (settings.credentials()) {
            case Credentials.Anonymous _ -> builder.buildAsync();
            case Credentials.Shared shared -> login(builder, shared.login()).buildAsync();
            case Credentials.PerConnection each ->
                login(builder, each.lines().get(number)).buildAsync();
        };
    }

    private static Mqtt5ClientBuilder login(Mqtt5ClientBuilder builder, Login login) {
        return builder.simpleAuth()
                .username(login.username())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
    }
}
