package io.wattline.e2e.faults.damage;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.wattline.e2e.faults.harness.Rig;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// One payload again and again at a rate, or as fast as the broker takes it from one connection, until it is closed.
public final class Flood implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 50;
    private static final long LIMIT_SECONDS = 30;

    private final Mqtt5AsyncClient client;
    private final Mqtt5Publish message;
    private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("flood").unstarted(this::pour);
    private volatile boolean over;

    private final long gapNanos;

    private Flood(Mqtt5AsyncClient client, Mqtt5Publish message, int rate) {
        this.client = client;
        this.message = message;
        this.gapNanos = 1_000_000_000L / rate;
    }

    /// Begins.
    public static Flood of(Rig rig, String topicName, byte[] payload, int rate) throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("flood-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(rig.broker().port())
                .buildAsync();
        client.connect().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        var flood = new Flood(
                client,
                Mqtt5Publish.builder()
                        .topic(topicName)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload)
                        .build(),
                rate);
        flood.thread.start();
        return flood;
    }

    /// How many the broker has acknowledged.
    public long sent() {
        return acknowledged.get();
    }

    private void pour() {
        try {
            long due = System.nanoTime();
            while (!over) {
                due += gapNanos;
                LockSupport.parkNanos(due - System.nanoTime());
                if (room.tryAcquire(1, TimeUnit.SECONDS)) {
                    var _ = client.publish(message).whenComplete((result, fault) -> {
                        if (fault == null) {
                            acknowledged.incrementAndGet();
                        }
                        room.release();
                    });
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends, once everything is acknowledged.
    @Override
    public void close() {
        over = true;
        try {
            thread.join();
            if (!room.tryAcquire(MAX_IN_FLIGHT, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the broker did not acknowledge the flood in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.disconnect().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
