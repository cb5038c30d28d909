package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.wattline.ingestor.lease.HeldLeases;
import io.wattline.tls.ReloadedTls;
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
    /// What the files override is what they hold at the moment of a handshake.
    static @Nullable MqttClientSslConfig tlsOf(@Nullable ReloadedTls tls) {
        return tls == null
                ? null
                : MqttClientSslConfig.builder()
                        .trustManagerFactory(tls.trustFactory())
                        .keyManagerFactory(tls.identityFactory())
                        .build();
    }
}
