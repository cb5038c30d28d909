package io.wattline.ingestor.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.wattline.ingestor.lease.ShareGroup;
import io.wattline.ingestor.refusal.RefusalReason;
import io.wattline.runtime.tls.CertificateWatch;
import io.wattline.tls.ReloadedTls;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// The accounts of the MQTT sessions, by slot. Safe for all threads.
public final class SlotMetrics {

    private static final String SLOT = "slot";
    private static final String GROUP = "group";
    private static final long UNKNOWN = -1;

    private final MeterRegistry registry;
    private final AtomicLong brokerDropped = new AtomicLong();
    private final AtomicLong droppedBefore = new AtomicLong();
    private final AtomicLong brokerStored = new AtomicLong(UNKNOWN);
    private final MultiGauge unserved;

    public SlotMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.unserved = MultiGauge.builder("wattline.slots.unserved")
                .description("Slots that no ingestor has served for more than a lease")
                .register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            refusals(reason);
        }
        // From the start, at 0: Mosquitto tells a number when it changes, so the first one that it tells is a loss
        // already.
        FunctionCounter.builder("wattline.broker.publishes.dropped", brokerDropped, AtomicLong::doubleValue)
                .description("Messages the broker says it has dropped since it started, from $SYS; must not move")
                .register(registry);
        Gauge.builder("wattline.broker.stored.messages", brokerStored, SlotMetrics::known)
                .description("Messages the broker says it keeps now, from $SYS: queued, in flight and retained")
                .register(registry);
    }

    /// Exports the counters of a slot, at 0.
    void expect(int slot) {
        for (String cause : DisconnectCause.USUAL) {
            disconnects(slot, cause);
        }
        sessionsLost(slot);
        qos0Discards(slot);
        adoptions(slot);
    }

    /// Exports the number of slots of the share group, and of unserved ones.
    public void watch(ShareGroup group) {
        Gauge.builder("wattline.slots.configured", group, ShareGroup::slots)
                .description("Slots of the share group, those that are retired included")
                .register(registry);
        unserved(group);
    }

    /// Exports how many bytes are in hand, and whether that keeps the broker from being read.
    public void watch(BytesInHand bytes) {
        Gauge.builder("wattline.in.hand.bytes", bytes, BytesInHand::now)
                .description("Bytes of messages received and not let go of; bounded by BYTES_IN_HAND_MAX")
                .register(registry);
        Gauge.builder("wattline.reading.paused", bytes, held -> held.isFull() ? 1 : 0)
                .description("1 while nothing is read from the broker because of the bytes in hand")
                .register(registry);
    }

    /// Exports the number of unserved slots, by share group of the database.
    public void unserved(ShareGroup group) {
        Set<String> names = new TreeSet<>(group.unserved().keySet());
        names.add(group.name());
        // Without overwriting: a scrape in between would find a row twice.
        unserved.register(names.stream()
                .map(name -> MultiGauge.Row.of(Tags.of(GROUP, name), group, told -> unserved(told, name)))
                .toList());
    }

    private static double unserved(ShareGroup group, String name) {
        return group.unserved().getOrDefault(name, 0);
    }

    /// Has the certificates read again when their files change, and exports when they expire.
    CertificateWatch watch(ReloadedTls tls) {
        return CertificateWatch.start("mqtt", tls, registry);
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
        counter("wattline.slot.connects", "Connections of the slot's session", tags(slot))
                .increment();
    }

    /// A connection ended otherwise than by us closing it.
    ///
    /// @param cause of a small closed set, see [DisconnectCause]
    void disconnected(int slot, String cause) {
        disconnects(slot, cause).increment();
    }

    void sessionLost(int slot) {
        sessionsLost(slot).increment();
    }

    void qos0Discarded(int slot) {
        qos0Discards(slot).increment();
    }

    /// A slot was taken over from a holder whose lease had expired.
    public void adopted(int slot) {
        adoptions(slot).increment();
    }

    /// The broker tells how many messages it has dropped since it started.
    ///
    /// @param before whether it told so before this session listened: then it is no news
    void brokerDropped(long messages, boolean before) {
        if (before) {
            droppedBefore.set(messages);
        } else if (messages < droppedBefore.get()) {
            // It has started again.
            droppedBefore.set(0);
        }
        brokerDropped.set(messages - droppedBefore.get());
    }

    /// The broker tells how many messages it keeps.
    void brokerStored(long messages) {
        brokerStored.set(messages);
    }

    /// Counts what the broker's log or a message shows about a client.
    public void refused(RefusalReason reason) {
        refusals(reason).increment();
    }

    private Counter refusals(RefusalReason reason) {
        return counter(
                "wattline.broker.refusals",
                "What the broker refused, and what it took although it deserves a look, by reason",
                Tags.of("reason", reason.code()));
    }

    private Counter disconnects(int slot, String cause) {
        return counter(
                "wattline.slot.disconnects",
                "Connections that ended unasked",
                tags(slot).and("cause", cause));
    }

    private Counter sessionsLost(int slot) {
        return counter(
                "wattline.slot.sessions.lost",
                "Connects on which the broker no longer knew the session, and with it what it had queued",
                tags(slot));
    }

    private Counter qos0Discards(int slot) {
        return counter(
                "wattline.slot.qos0.discarded",
                "Messages of QoS 0 that came while more than a few were in hand; devices must publish with QoS 1",
                tags(slot));
    }

    private Counter adoptions(int slot) {
        return counter("wattline.slot.adoptions", "Slots taken over from a holder whose lease had expired", tags(slot));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private static double known(AtomicLong told) {
        return told.get() == UNKNOWN ? Double.NaN : told.get();
    }

    private static Tags tags(int slot) {
        return Tags.of(SLOT, Integer.toString(slot));
    }
}
