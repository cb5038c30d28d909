package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Makes connections, and makes them again when they are lost.
///
/// Until all are established, a CONNECT that a retry can help is tried again until the deadline; afterwards
/// every lost connection is, whatever the reason, until [#stop]. Safe for all threads; [#establish] belongs to
/// one.
final class ConnectionUpkeep {

    /// Connects under way at once: below the usual backlog of a listening socket.
    private static final int MAX_CONNECTING = 64;

    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final long STOP_CHECK_MILLIS = 50;

    private static final Mqtt5Connect CONNECT = Mqtt5Connect.builder()
            .cleanStart(true)
            .sessionExpiryInterval(0)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .build();

    private final BrokerSettings settings;
    private final Runnable onReconnect;
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private volatile long deadlineNanos;
    private volatile boolean established;
    private volatile @Nullable Throwable firstFault;
    private volatile @Nullable Throwable lastCause;

    ConnectionUpkeep(BrokerSettings settings, Runnable onReconnect) {
        this.settings = settings;
        this.onReconnect = onReconnect;
    }

    /// Connects all clients.
    ///
    /// @throws ConnectFault if one of them is refused, not connected in time, or [#stop] was called
    void establish(List<Mqtt5AsyncClient> clients, Duration timeout) throws InterruptedException {
        deadlineNanos = System.nanoTime() + timeout.toNanos();
        List<CompletableFuture<?>> connects = new ArrayList<>();
        Semaphore connecting = new Semaphore(MAX_CONNECTING);
        for (Mqtt5AsyncClient client : clients) {
            if (firstFault != null || !acquire(connecting)) {
                break;
            }
            connects.add(client.connect(CONNECT).whenComplete((_, fault) -> {
                connecting.release();
                if (fault != null) {
                    firstFault = fault;
                }
            }));
        }
        await(CompletableFuture.allOf(connects.toArray(new CompletableFuture<?>[0])));
        if (connects.size() < clients.size() || isStopped()) {
            throw fault(lastCause);
        }
        established = true;
    }

    void stop() {
        stopped.complete(null);
    }

    boolean isStopped() {
        return stopped.isDone();
    }

    /// Called by a client whose connection, or whose attempt at one, has ended: decides whether it tries again.
    void onDisconnected(MqttClientDisconnectedContext context) {
        lastCause = context.getCause();
        if (isStopped() || context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        if (!established && (ConnectAdvice.isFinal(context.getCause()) || deadlineNanos < System.nanoTime())) {
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

    private boolean acquire(Semaphore connecting) throws InterruptedException {
        while (!isStopped() && System.nanoTime() < deadlineNanos) {
            if (connecting.tryAcquire(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void await(CompletableFuture<?> all) throws InterruptedException {
        try {
            CompletableFuture.anyOf(all, stopped)
                    .get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } catch (TimeoutException _) {
            throw fault(lastCause);
        }
    }

    private ConnectFault fault(@Nullable Throwable cause) {
        if (isStopped()) {
            return new ConnectFault("stopped while connecting", cause);
        }
        String broker = settings.url().getScheme() + "://" + settings.url().getHost() + ":" + settings.port();
        return new ConnectFault("cannot connect to " + broker + ": " + ConnectAdvice.of(cause), cause);
    }
}
