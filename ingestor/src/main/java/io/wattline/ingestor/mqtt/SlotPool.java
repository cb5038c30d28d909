package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.telemetry.PayloadDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// The slots of this ingestor. Started once, stopped once.
public final class SlotPool {

    private final List<Slot> slots;

    /// @throws IllegalArgumentException if a certificate file cannot be used, naming it
    public SlotPool(
            MqttConfig config, Handoff handoff, PayloadDecoder decoder, InstantSource clock, SlotMetrics metrics) {
        SlotContext context = SlotContext.of(config, handoff, decoder, clock, metrics);
        slots = IntStream.range(0, config.slots())
                .mapToObj(number -> new Slot(context, number))
                .toList();
        metrics.watchConnected(this::connected);
    }

    /// Starts connecting and returns at once; a broker that is not there is waited for.
    public void start() {
        slots.forEach(Slot::start);
    }

    /// How many slots there are.
    public int size() {
        return slots.size();
    }

    /// How many of them are connected.
    public int connected() {
        return (int) slots.stream().filter(Slot::isConnected).count();
    }

    /// From now on messages are left to the broker; those taken before can still be acknowledged until [#stop].
    public void stopTaking() {
        slots.forEach(Slot::stopTaking);
    }

    /// Disconnects all slots at once, keeping their sessions.
    public void stop(Duration patience) throws InterruptedException {
        List<Thread> stopping = slots.stream()
                .map(slot -> Thread.ofVirtual().start(() -> stop(slot)))
                .toList();
        long end = System.nanoTime() + patience.toNanos();
        for (Thread thread : stopping) {
            thread.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)));
        }
    }

    private static void stop(Slot slot) {
        try {
            slot.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
