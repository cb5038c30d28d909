package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import io.wattline.sim.load.Publisher;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connections of a fleet: one a device under its own name, or a few that all devices share.
///
/// [#connect] and [#close] belong to one thread, [#publish] to the dispatcher's. Once connected, a connection that is
/// lost is made again
/// until [#close]; what it had in flight is then sent again, unchanged.
public final class Connections implements Publisher, AutoCloseable {

    /// Connects under way at once: below the usual backlog of a listening socket.
    private static final int MAX_CONNECTING = 64;

    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final long CLOSE_SECONDS = 5;
    private static final long STOP_CHECK_MILLIS = 50;

    private static final Mqtt5Connect CONNECT = Mqtt5Connect.builder()
            .cleanStart(true)
            .sessionExpiryInterval(0)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .build();

    private final BrokerSettings settings;
    private final Runnable onReconnect;
    private final List<DeviceConnection> connections = new ArrayList<>();
    private final MqttTopic[] topics;
    private volatile long connectDeadlineNanos;
    private volatile boolean established;
    private volatile @Nullable Throwable firstFault;
    private volatile @Nullable Throwable lastCause;
    private volatile boolean closing;
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    /// Prepares the connections; none is made yet.
    ///
    /// @param devices who will publish, by number
    /// @param onReconnect called each time a lost connection is about to be made again
    /// @throws SettingsFault if there are fewer logins than connections, or the TLS files cannot be used
    public Connections(BrokerSettings settings, List<Address> devices, Runnable onReconnect) {
        this.settings = settings;
        this.onReconnect = onReconnect;
        TelemetryTopic topic = new TelemetryTopic(settings.topicPrefix());
        topics = devices.stream()
                .map(device -> MqttTopic.of(topic.name(device.kind(), device.deviceId())))
                .toArray(MqttTopic[]::new);
        int number = settings.connections() == 0 ? devices.size() : settings.connections();
        requireLogins(settings, number);
        ClientFactory clients = new ClientFactory(settings);
        String run = UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < number; i++) {
            String clientId = settings.connections() == 0 ? devices.get(i).deviceId() : "sim-" + run + '-' + i;
            int index = i;
            Mqtt5AsyncClient client = clients.client(i, clientId, _ -> onConnected(index), this::onDisconnected);
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
        connectDeadlineNanos = System.nanoTime() + timeout.toNanos();
        List<CompletableFuture<?>> connects = new ArrayList<>();
        Semaphore connecting = new Semaphore(MAX_CONNECTING);
        for (DeviceConnection connection : connections) {
            if (firstFault != null || closing || !acquire(connecting)) {
                break;
            }
            connects.add(connection.client().connect(CONNECT).whenComplete((_, fault) -> {
                connecting.release();
                if (fault != null) {
                    firstFault = fault;
                }
            }));
        }
        await(CompletableFuture.allOf(connects.toArray(new CompletableFuture<?>[0])));
        if (connects.size() < connections.size()) {
            throw fault(lastCause);
        }
        if (closing) {
            throw fault(null);
        }
        established = true;
    }

    private boolean acquire(Semaphore connecting) throws InterruptedException {
        while (!closing && System.nanoTime() < connectDeadlineNanos) {
            if (connecting.tryAcquire(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /// Makes [#connect] give up. Any thread.
    public void stopConnecting() {
        closing = true;
        stopped.complete(null);
    }

    private void await(CompletableFuture<?> all) throws InterruptedException {
        try {
            CompletableFuture.anyOf(all, stopped)
                    .get(Math.max(0, connectDeadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } catch (TimeoutException _) {
            throw fault(lastCause);
        }
    }

    private ConnectFault fault(@Nullable Throwable cause) {
        if (closing) {
            return new ConnectFault("stopped while connecting", cause);
        }
        String broker = settings.url().getScheme() + "://" + settings.url().getHost() + ":" + settings.port();
        return new ConnectFault("cannot connect to " + broker + ": " + ConnectAdvice.of(cause), cause);
    }

    /// A connection that was being made again when it was closed has only now come to be.
    private void onConnected(int number) {
        if (closing) {
            var _ = connections.get(number).client().disconnect();
        }
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        lastCause = context.getCause();
        if (closing || context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        if (!established && (ConnectAdvice.isFinal(context.getCause()) || connectDeadlineNanos < System.nanoTime())) {
            return;
        }
        MqttClientReconnector reconnector = context.getReconnector();
        if (established && reconnector.getAttempts() == 0) {
            onReconnect.run();
        }
        reconnector
                .reconnect(true)
                .republishIfSessionExpired(true)
                .delay(Backoff.millis(reconnector.getAttempts()), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(int device, byte[] payload, Receipt receipt) {
        connections.get(device % connections.size()).publish(topics[device], payload, receipt);
    }

    /// How many connections there are.
    public int size() {
        return connections.size();
    }

    /// Disconnects, waiting five seconds at most for the goodbyes to leave.
    @Override
    public void close() {
        closing = true;
        CompletableFuture<?>[] goodbyes = connections.stream()
                .map(connection -> connection.client().disconnect().exceptionally(_ -> null))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(goodbyes).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // A connection that is down has nobody to say goodbye to.
        }
    }
}
