package io.wattline.sim.report;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts readings, each once, by what became of them. Safe for all threads.
public final class Tally {

    /// Reasons come from the broker's reason codes, of which MQTT 5 knows nine for a PUBACK; this is only a stop.
    private static final int MAX_REASONS = 64;

    private final LongAdder sent = new LongAdder();
    private final Map<Outcome, LongAdder> byOutcome = new EnumMap<>(Outcome.class);
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder reconnects = new LongAdder();
    private final Latency puback = new Latency();
    private final Latency lateness = new Latency();

    public Tally() {
        for (Outcome outcome : Outcome.values()) {
            byOutcome.put(outcome, new LongAdder());
        }
    }

    /// Readings that were handed over for sending.
    public void sent(int readings) {
        sent.add(readings);
    }

    /// How long after its due time a message left.
    public void late(long nanos) {
        lateness.record(nanos);
    }

    /// Readings that came to an end.
    ///
    /// @param detail the broker's reason where it refused
    public void ended(Outcome outcome, int readings, String detail) {
        count(outcome).add(readings);
        if (outcome == Outcome.REFUSED && (refusals.size() < MAX_REASONS || refusals.containsKey(detail))) {
            refusals.computeIfAbsent(detail, _ -> new LongAdder()).add(readings);
        }
    }

    /// Time from the hand-over to the MQTT client to the PUBACK, whatever it said.
    public void acknowledgedAfter(long nanos) {
        puback.record(nanos);
    }

    public void reconnected() {
        reconnects.increment();
    }

    /// What happened so far; exact once nothing is in flight any more.
    public Summary summary(Duration elapsed) {
        Map<String, Long> reasons = new TreeMap<>();
        refusals.forEach((reason, readings) -> reasons.put(reason, readings.sum()));
        return new Summary(
                new Summary.Counts(
                        sent.sum(),
                        count(Outcome.OK).sum(),
                        count(Outcome.REFUSED).sum(),
                        count(Outcome.NO_SUBSCRIBER).sum(),
                        count(Outcome.UNKNOWN).sum()),
                elapsed,
                puback.percentiles(),
                lateness.percentiles(),
                reconnects.sum(),
                reasons);
    }

    private LongAdder count(Outcome outcome) {
        return java.util.Objects.requireNonNull(byOutcome.get(outcome));
    }
}
