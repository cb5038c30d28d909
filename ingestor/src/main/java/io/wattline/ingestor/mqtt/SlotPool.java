package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.lease.HeldLeases;
import io.wattline.ingestor.lease.HostClock;
import io.wattline.ingestor.lease.Presence;
import io.wattline.ingestor.lease.SlotHolder;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.refusal.RefusalTally;
import io.wattline.runtime.tls.CertificateWatch;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.tls.ReloadedTls;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The slots that this ingestor serves now. Safe for all threads.
public final class SlotPool implements SlotHolder {

    private final SlotContext context;
    private final Standby standby;
    private final @Nullable CertificateWatch certificates;
    private final Map<Integer, Slot> slots = new ConcurrentHashMap<>();
    private final Set<Integer> watched = ConcurrentHashMap.newKeySet();
    private final Set<Integer> retired = ConcurrentHashMap.newKeySet();

    /// Where slots deliver messages, and what they report.
    ///
    /// @param handoff where it goes
    /// @param decoder how it will be read
    /// @param clock what stamps its arrival; nothing is taken while it cannot be trusted
    /// @param bytes what bounds it
    /// @param refusals what counts whom the broker refuses
    public record Reception(
            Handoff handoff, PayloadDecoder decoder, HostClock clock, BytesInHand bytes, RefusalTally refusals) {}

    /// @param leases what permits a slot to connect
    /// @throws IllegalArgumentException if a certificate file cannot be used, naming it
    public SlotPool(MqttConfig config, Reception reception, HeldLeases leases, SlotMetrics metrics) {
        ReloadedTls tls =
                config.endpoint().secure() ? ReloadedTls.of(config.endpoint().tls()) : null;
        certificates = tls == null ? null : metrics.watch(tls);
        context = new SlotContext(config, SlotContext.tlsOf(tls), reception, leases, metrics);
        standby = new Standby(context);
        for (int slot = 0; slot < config.slots(); slot++) {
            metrics.expect(slot);
        }
    }

    @Override
    public void serve(int slot) {
        slots.computeIfAbsent(slot, this::start);
    }

    @Override
    public void letGo(int slot) {
        Slot serving = slots.get(slot);
        if (serving != null) {
            serving.letGo();
        }
    }

    @Override
    public void retire(int slot) {
        slots.computeIfAbsent(slot, this::start).retire();
    }

    @Override
    public void drop(int slot) {
        Slot serving = slots.get(slot);
        if (serving != null) {
            serving.drop();
        }
    }

    @Override
    public void standBy(boolean wanted) {
        standby.want(wanted);
    }

    @Override
    public Presence presence() {
        Set<Integer> served = slots.values().stream()
                .filter(Slot::isServing)
                .map(Slot::number)
                .collect(Collectors.toSet());
        return new Presence(!served.isEmpty() || standby.isConnected(), served);
    }

    @Override
    public Set<Integer> busy() {
        return Set.copyOf(slots.keySet());
    }

    @Override
    public Set<Integer> retired() {
        Set<Integer> now = new HashSet<>(retired);
        retired.removeAll(now);
        return now;
    }

    /// Whether every slot that is served is connected; where none is, whether the standby is.
    public boolean allConnected() {
        return slots.isEmpty() ? standby.isConnected() : slots.values().stream().allMatch(Slot::isConnected);
    }

    /// That sessions have messages that are not ours to store; null if none has.
    public @Nullable String complaint() {
        Set<Integer> foreign = slots.values().stream()
                .filter(Slot::hasForeign)
                .map(Slot::number)
                .collect(Collectors.toCollection(TreeSet::new));
        return foreign.isEmpty()
                ? null
                : "messages wait under topics outside MQTT_TOPIC_PREFIX, not acknowledged: slots " + foreign;
    }

    /// Begins to let go of every slot: from now on messages are left to the broker, and those taken before can still be
    /// acknowledged.
    public void letGoOfAll() {
        standby.want(false);
        slots.values().forEach(Slot::letGo);
    }

    /// Waits until every slot has ended, and drops those that have not in time.
    public void stop(Duration patience) throws InterruptedException {
        letGoOfAll();
        Set<Slot> ending = slots.values().stream().collect(Collectors.toSet());
        long end = System.nanoTime() + patience.toNanos();
        for (Slot slot : ending) {
            slot.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)));
        }
        ending.forEach(Slot::drop);
        if (certificates != null) {
            certificates.close();
        }
    }

    private Slot start(int number) {
        var slot = new Slot(context, number, this::ended);
        if (watched.add(number)) {
            context.metrics().watch(number, () -> slots.containsKey(number), () -> isConnected(number));
        }
        slot.start();
        return slot;
    }

    private boolean isConnected(int number) {
        Slot slot = slots.get(number);
        return slot != null && slot.isConnected();
    }

    private void ended(Slot slot) {
        if (slot.isRetired()) {
            retired.add(slot.number());
        }
        slots.remove(slot.number(), slot);
    }
}
