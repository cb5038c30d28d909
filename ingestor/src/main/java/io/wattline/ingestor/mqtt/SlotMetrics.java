package io.wattline.ingestor.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// The accounts of the MQTT sessions, by slot. Safe for all threads.
public final class SlotMetrics {

    private static final String SLOT = "slot";

    private final MeterRegistry registry;
    private final AtomicLong brokerDropped = new AtomicLong();

    public SlotMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Exports whether a slot is held and whether it is connected.
    void watch(int slot, BooleanSupplier held, BooleanSupplier connected) {
        Gauge.builder("wattline.slot.held", () -> held.getAsBoolean() ? 1 : 0)
                .description("1 if this ingestor serves the slot")
                .tags(tags(slot))
                .register(registry);
        Gauge.builder("wattline.slot.connected", () -> connected.getAsBoolean() ? 1 : 0)
                .description("1 if the slot's session is connected")
                .tags(tags(slot))
                .register(registry);
    }

    void connected(int slot) {
        counter("wattline.slot.connects", "Connections of the slot's session", tags(slot));
    }

    /// A connection ended otherwise than by us closing it.
    ///
    /// @param cause of a small closed set, see [DisconnectCause]
    void disconnected(int slot, String cause) {
        counter(
                "wattline.slot.disconnects",
                "Connections that ended unasked",
                tags(slot).and("cause", cause));
    }

    void sessionLost(int slot) {
        counter(
                "wattline.slot.sessions.lost",
                "Connects on which the broker no longer knew the session, and with it what it had queued",
                tags(slot));
    }

    void qos0Discarded(int slot) {
        counter(
                "wattline.slot.qos0.discarded",
                "Messages of QoS 0 that came while more than a few were in hand; devices must publish with QoS 1",
                tags(slot));
    }

    /// A slot was taken over from a holder whose lease had expired.
    public void adopted(int slot) {
        counter("wattline.slot.adoptions", "Slots taken over from a holder whose lease had expired", tags(slot));
    }

    void brokerDropped(long messages) {
        brokerDropped.set(messages);
        // Not before: a zero that nobody has told would make the first number look like a loss.
        Gauge.builder("wattline.broker.publishes.dropped", brokerDropped, AtomicLong::doubleValue)
                .description("Messages the broker says it has dropped since it started, from $SYS; must not move")
                .register(registry);
    }

    private void counter(String name, String description, Tags tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    private static Tags tags(int slot) {
        return Tags.of(SLOT, Integer.toString(slot));
    }
}
