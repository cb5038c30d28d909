package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import io.wattline.ingestor.lease.HeldLeases;
import org.jspecify.annotations.Nullable;

/// What all slots of one ingestor share.
///
/// @param config how the broker is met
/// @param tls null without TLS
/// @param reception what becomes of deliveries
/// @param leases what permits a slot to connect
/// @param metrics the accounts of the connections
record SlotContext(
        MqttConfig config,
        @Nullable MqttClientSslConfig tls,
        SlotPool.Reception reception,
        HeldLeases leases,
        SlotMetrics metrics) {

    /// The JDK's defaults for everything that no file overrides: its protocols, its cipher suites, its host name check.
    static @Nullable MqttClientSslConfig tlsOf(MqttEndpoint endpoint) {
        if (!endpoint.secure()) {
            return null;
        }
        MqttClientSslConfigBuilder builder = MqttClientSslConfig.builder();
        MqttEndpoint.Tls tls = endpoint.tls();
        if (tls.caFile() != null) {
            builder = builder.trustManagerFactory(PemFiles.trust(tls.caFile()));
        }
        if (tls.clientCertFile() != null && tls.clientKeyFile() != null) {
            builder = builder.keyManagerFactory(PemFiles.identity(tls.clientCertFile(), tls.clientKeyFile()));
        }
        return builder.build();
    }
}
