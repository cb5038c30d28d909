package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.wattline.sim.load.Publisher;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The connections of a fleet: one a device under its own name, or a few that all devices share.
///
/// [#connect] and [#close] belong to one thread, [#publish] to the dispatcher's, [#stopConnecting] to any. Once
/// connected, a connection that is lost is made again until [#close]; what it had in flight is then sent again,
/// unchanged.
public final class Connections implements Publisher, AutoCloseable {

    private static final long CLOSE_SECONDS = 5;

    private final List<DeviceConnection> connections = new ArrayList<>();
    private final MqttTopic[] topics;
    private final ConnectionUpkeep upkeep;

    /// Prepares the connections; none is made yet.
    ///
    /// @param devices who will publish, by number
    /// @param onReconnect called each time a lost connection is about to be made again
    /// @throws SettingsFault if there are fewer logins than connections, or the TLS files cannot be used
    public Connections(BrokerSettings settings, List<Address> devices, Runnable onReconnect) {
        TelemetryTopic topic = new TelemetryTopic(settings.topicPrefix());
        topics = devices.stream()
                .map(device -> MqttTopic.of(topic.name(device.kind(), device.deviceId())))
                .toArray(MqttTopic[]::new);
        upkeep = new ConnectionUpkeep(settings, onReconnect);
        int number = settings.connections() == 0 ? devices.size() : settings.connections();
        requireLogins(settings, number);
        ClientFactory clients = new ClientFactory(settings);
        String run = UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < number; i++) {
            String clientId = settings.connections() == 0 ? devices.get(i).deviceId() : "sim-" + run + '-' + i;
            int index = i;
            Mqtt5AsyncClient client = clients.client(i, clientId, _ -> onConnected(index), upkeep::onDisconnected);
            connections.add(new DeviceConnection(client, settings.inFlight()));
        }
    }

    private static void requireLogins(BrokerSettings settings, int number) {
        if (settings.credentials() instanceof Credentials.PerConnection each
                && each.lines().size() < number) {
            throw new SettingsFault(
                    "the credentials file has " + each.lines().size() + " lines for " + number
                            + " connections: add lines, or set --connections",
                    null);
        }
    }

    /// Makes all connections, retrying what a retry can help.
    ///
    /// @throws ConnectFault if one of them is refused, or not made in time
    public void connect(Duration timeout) throws InterruptedException {
        upkeep.establish(clients(), timeout);
    }

    /// Makes [#connect] give up.
    public void stopConnecting() {
        upkeep.stop();
    }

    /// A connection that was being made again when it was closed has only now come to be.
    private void onConnected(int number) {
        if (upkeep.isStopped()) {
            var _ = connections.get(number).client().disconnect();
        }
    }

    @Override
    public void publish(int device, byte[] payload, Receipt receipt) {
        connections.get(device % connections.size()).publish(topics[device], payload, receipt);
    }

    /// Disconnects, waiting five seconds at most for the goodbyes to leave.
    @Override
    public void close() {
        upkeep.stop();
        CompletableFuture<?>[] goodbyes = clients().stream()
                .map(client -> client.disconnect().exceptionally(_ -> null))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(goodbyes).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // A connection that is down cannot send a DISCONNECT.
        }
    }

    private List<Mqtt5AsyncClient> clients() {
        return connections.stream().map(DeviceConnection::client).toList();
    }
}
