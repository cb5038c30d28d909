package io.wattline.sim.report;

import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.Message;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts each reading once, by its PUBACK result. Safe for all threads.
public final class Tally {

    /// Reasons come from the broker's reason codes, of which MQTT 5 knows nine for a PUBACK; this is only a
    /// stop.
    private static final int MAX_REASONS = 64;

    private final LongAdder sent = new LongAdder();
    private final Map<PubackResult, LongAdder> results = adders(PubackResult.class);
    private final Map<Fault, LongAdder> faults = adders(Fault.class);
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder reconnects = new LongAdder();
    private final Latency puback = new Latency();
    private final Latency lateness = new Latency();
    private final Latency queued = new Latency();
    private final SendRate intended = new SendRate();
    private final SendRate achieved = new SendRate();
    private final LongAdder heldUpNanos = new LongAdder();
    private final double cpuSecondsBefore = Resources.used().cpuSeconds();

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> keys) {
        Map<E, LongAdder> adders = new EnumMap<>(keys);
        for (E key : keys.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    /// A message was taken from the workload for sending.
    public void sent(Message message) {
        int readings = message.entries().size();
        sent.add(readings);
        if (message.isPaced()) {
            intended.add(message.dueNanos(), readings);
        }
        for (Entry entry : message.entries()) {
            for (Fault fault : entry.faults()) {
                increment(faults, fault, 1);
            }
        }
    }

    /// A message was handed to the MQTT client.
    ///
    /// @param nanos since the beginning of the run
    /// @param queuedNanos since it was sent: how long it waited for a place in its connection's window
    public void handedOver(Message message, long nanos, long queuedNanos) {
        if (message.isPaced()) {
            queued.record(queuedNanos);
            lateness.record(nanos - message.dueNanos());
            achieved.add(nanos, message.entries().size());
        }
    }

    /// A message came to its end.
    ///
    /// @param detail the broker's reason where it refused
    public void ended(Message message, PubackResult result, String detail) {
        int readings = message.entries().size();
        increment(results, result, readings);
        if (result == PubackResult.REFUSED && (refusals.size() < MAX_REASONS || refusals.containsKey(detail))) {
            refusals.computeIfAbsent(detail, _ -> new LongAdder()).add(readings);
        }
    }

    /// Time from the hand-over to the MQTT client to the PUBACK, whatever it said.
    public void acknowledgedAfter(long nanos) {
        puback.record(nanos);
    }

    /// Time in which sending stood still because too much waited for its PUBACK.
    public void heldUp(long nanos) {
        heldUpNanos.add(nanos);
    }

    /// A lost connection is about to be made again.
    public void reconnected() {
        reconnects.increment();
    }

    /// What happened so far; exact once nothing is in flight any more.
    public Summary summary(Duration elapsed) {
        Resources used = Resources.used();
        return new Summary(counts(), timing(elapsed, used), sums(refusals), reconnects.sum(), faults(), used);
    }

    /// The counts so far, cheaply.
    public Summary.Counts counts() {
        return new Summary.Counts(
                sent.sum(),
                sum(results, PubackResult.OK),
                sum(results, PubackResult.REFUSED),
                sum(results, PubackResult.NO_SUBSCRIBER),
                sum(results, PubackResult.UNKNOWN));
    }

    private Timing timing(Duration elapsed, Resources used) {
        Percentiles lateMillis = lateness.percentiles();
        double rateShare = intended.perSecond() == 0 ? 1 : achieved.perSecond() / intended.perSecond();
        double seconds = Math.max(elapsed.toNanos(), 1) / 1e9;
        Bottleneck.Load load = new Bottleneck.Load(
                heldUpNanos.sum() / 1e9 / seconds,
                queued.percentiles().p50(),
                (used.cpuSeconds() - cpuSecondsBefore)
                        / seconds
                        / Runtime.getRuntime().availableProcessors());
        return new Timing(
                elapsed,
                intended.perSecond(),
                achieved.perSecond(),
                puback.percentiles(),
                lateMillis,
                Bottleneck.judge(rateShare, lateMillis.p50(), load));
    }

    private Map<Fault, Long> faults() {
        Map<Fault, Long> counts = sums(faults);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
        Map<K, Long> sums = new ConcurrentHashMap<>();
        adders.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }

    private static <K> void increment(Map<K, LongAdder> adders, K key, int number) {
        LongAdder adder = adders.get(key);
        if (adder != null) {
            adder.add(number);
        }
    }

    private static <K> long sum(Map<K, LongAdder> adders, K key) {
        LongAdder adder = adders.get(key);
        return adder == null ? 0 : adder.sum();
    }
}
