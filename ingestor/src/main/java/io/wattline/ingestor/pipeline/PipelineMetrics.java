package io.wattline.ingestor.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattline.telemetry.RejectReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The accounts of the pipeline, in items: one reading, or one message refused whole.
///
/// At any time received = accepted + duplicate + rejected + kept + dropped + in flight. Safe for all threads.
public final class PipelineMetrics {

    private final Map<Source, Counter> received = new EnumMap<>(Source.class);
    private final Map<Source, Counter> accepted = new EnumMap<>(Source.class);
    private final Map<Source, Counter> duplicate = new EnumMap<>(Source.class);
    private final Map<Source, Counter> rejected = new EnumMap<>(Source.class);
    private final Map<Source, Counter> kept = new EnumMap<>(Source.class);
    private final Map<RejectReason, Counter> reasons = new EnumMap<>(RejectReason.class);
    private final Counter suppressed;
    private final DistributionSummary batchRows;
    private final Timer commitTime;
    private final AtomicLong inFlight = new AtomicLong();
    private final MeterRegistry registry;

    public PipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Source source : Source.values()) {
            received.put(
                    source,
                    Counter.builder("wattline.items.received")
                            .description("Items received: a reading, or a message refused whole")
                            .tag("source", source.code())
                            .register(registry));
            accepted.put(source, outcome(source, "accepted"));
            duplicate.put(source, outcome(source, "duplicate"));
            rejected.put(source, outcome(source, "rejected"));
            kept.put(source, outcome(source, "kept"));
            // Acknowledged without COMMIT: no code path counts it; a fault suite watches that it stays zero.
            outcome(source, "dropped");
        }
        for (RejectReason reason : RejectReason.values()) {
            reasons.put(
                    reason,
                    Counter.builder("wattline.items.rejected")
                            .description("Rejected items by reason")
                            .tag("reason", reason.code())
                            .register(registry));
        }
        suppressed = Counter.builder("wattline.quarantine.suppressed.items")
                .description("Rejected items beyond the quarantine's rate cap: counted, not stored")
                .register(registry);
        batchRows = DistributionSummary.builder("wattline.batch.rows")
                .description("Rows a transaction")
                .serviceLevelObjectives(1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)
                .register(registry);
        commitTime = Timer.builder("wattline.commit")
                .description("Time from the first statement of a transaction to the answer to its COMMIT")
                .serviceLevelObjectives(millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000))
                .register(registry);
        Gauge.builder("wattline.items.in.flight", inFlight, AtomicLong::doubleValue)
                .description("Items decoded and neither settled nor kept")
                .register(registry);
    }

    /// Exports how long the oldest unacknowledged message has been here, and how many wait undecoded.
    void watch(Supplier<Duration> oldestUnacknowledgedAge, Handoff handoff) {
        Gauge.builder(
                        "wattline.oldest.unacknowledged.age.seconds",
                        () -> oldestUnacknowledgedAge.get().toNanos() / 1e9)
                .description("Age of the oldest message that is neither acknowledged nor kept")
                .register(registry);
        Gauge.builder("wattline.handoff.messages", handoff, Handoff::size)
                .description("Messages that wait for a writer")
                .register(registry);
    }

    void received(Source source, int items) {
        received(source).increment(items);
        inFlight.addAndGet(items);
    }

    void accepted(Source source, int items) {
        settled(accepted, source, items);
    }

    void duplicate(Source source, int items) {
        settled(duplicate, source, items);
    }

    void rejected(Source source, RejectReason reason) {
        settled(rejected, source, 1);
        reasons.computeIfAbsent(reason, missing -> {
                    throw new IllegalStateException("no counter for " + missing);
                })
                .increment();
    }

    void kept(Source source, int items) {
        settled(kept, source, items);
    }

    void suppressed() {
        suppressed.increment();
    }

    void committed(int rows, long nanos) {
        batchRows.record(rows);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter received(Source source) {
        return of(received, source);
    }

    private void settled(Map<Source, Counter> counters, Source source, int items) {
        if (items > 0) {
            of(counters, source).increment(items);
            inFlight.addAndGet(-items);
        }
    }

    private static Counter of(Map<Source, Counter> counters, Source source) {
        Counter counter = counters.get(source);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + source);
        }
        return counter;
    }

    private Counter outcome(Source source, String outcome) {
        return Counter.builder("wattline.items")
                .description("Items by outcome")
                .tag("source", source.code())
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Duration[] millis(int... values) {
        var durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}
