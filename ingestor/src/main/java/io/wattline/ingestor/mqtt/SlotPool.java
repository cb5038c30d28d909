package io.wattline.ingestor.mqtt;

import io.wattline.ingestor.lease.HeldLeases;
import io.wattline.ingestor.lease.SlotHolder;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.telemetry.PayloadDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The slots that this ingestor serves now. Safe for all threads.
public final class SlotPool implements SlotHolder {

    private final SlotContext context;
    private final Map<Integer, Slot> slots = new ConcurrentHashMap<>();
    private final Set<Integer> watched = ConcurrentHashMap.newKeySet();
    private final Set<Integer> drained = ConcurrentHashMap.newKeySet();

    /// What slots do with what they receive.
    ///
    /// @param handoff where it goes
    /// @param decoder how it will be read
    /// @param clock what stamps its arrival
    public record Reception(Handoff handoff, PayloadDecoder decoder, InstantSource clock) {}

    /// @param leases what permits a slot to connect
    /// @throws IllegalArgumentException if a certificate file cannot be used, naming it
    public SlotPool(MqttConfig config, Reception reception, HeldLeases leases, SlotMetrics metrics) {
        context = new SlotContext(
                config,
                SlotContext.tlsOf(config.endpoint()),
                reception.handoff(),
                reception.decoder(),
                reception.clock(),
                leases,
                metrics);
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
    public void drain(int slot) {
        slots.computeIfAbsent(slot, this::start).drain();
    }

    @Override
    public void drop(int slot) {
        Slot serving = slots.get(slot);
        if (serving != null) {
            serving.drop();
        }
    }

    @Override
    public Set<Integer> busy() {
        return Set.copyOf(slots.keySet());
    }

    @Override
    public Set<Integer> drained() {
        Set<Integer> now = new HashSet<>(drained);
        drained.removeAll(now);
        return now;
    }

    /// Whether every slot that is served is connected; true where none is.
    public boolean allConnected() {
        return slots.values().stream().allMatch(Slot::isConnected);
    }

    /// Begins to let go of every slot: from now on messages are left to the broker, and those taken before can still be
    /// acknowledged.
    public void letGoOfAll() {
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
        if (slot.isDrained()) {
            drained.add(slot.number());
        }
        slots.remove(slot.number(), slot);
    }
}
