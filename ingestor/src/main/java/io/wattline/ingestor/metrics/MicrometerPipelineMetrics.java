package io.wattline.ingestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattline.ingestor.pipeline.PipelineMetrics;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.RejectReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// [PipelineMetrics] as Micrometer meters. Safe for all threads.
public final class MicrometerPipelineMetrics implements PipelineMetrics {

    private static final String ANY_KIND = "any";
    private static final long NEVER = Long.MIN_VALUE;

    private final Map<Source, Counter> received = new EnumMap<>(Source.class);
    private final Map<Source, Map<DeviceKind, Counter>> accepted = new EnumMap<>(Source.class);
    private final Map<Source, Map<DeviceKind, Counter>> duplicate = new EnumMap<>(Source.class);
    private final Map<DeviceKind, DistributionSummary> ages = new EnumMap<>(DeviceKind.class);
    private final Map<Source, Counter> conflict = new EnumMap<>(Source.class);
    private final Map<Source, Counter> deferred = new EnumMap<>(Source.class);
    private final Map<Source, Counter> rejected = new EnumMap<>(Source.class);
    private final Map<Source, Counter> kept = new EnumMap<>(Source.class);
    private final Map<RejectReason, Counter> reasons = new EnumMap<>(RejectReason.class);
    private final Counter suppressed;
    private final Counter unanswered;
    private final DistributionSummary batchRows;
    private final Timer commitTime;
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong lastCommitMillis = new AtomicLong(NEVER);
    private final MeterRegistry registry;

    /// Registers every meter at once, so that a scrape shows those that are still 0.
    public MicrometerPipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Source source : Source.values()) {
            received.put(
                    source,
                    Counter.builder("wattline.items.received")
                            .description("Items received: a reading, or a message refused whole")
                            .tag("source", source.code())
                            .register(registry));
            accepted.put(source, outcomeByKind(source, "accepted"));
            duplicate.put(source, outcomeByKind(source, "duplicate"));
            conflict.put(source, outcome(source, ANY_KIND, "conflict"));
            deferred.put(source, outcome(source, ANY_KIND, "deferred"));
            rejected.put(source, outcome(source, ANY_KIND, "rejected"));
            kept.put(source, outcome(source, ANY_KIND, "kept"));
            // Acknowledged without COMMIT: no code path counts it; a fault suite watches that it stays zero.
            outcome(source, ANY_KIND, "dropped");
        }
        for (RejectReason reason : EnumSet.complementOf(EnumSet.of(RejectReason.CONFLICT))) {
            reasons.put(
                    reason,
                    Counter.builder("wattline.items.rejected")
                            .description("Rejected items by reason")
                            .tag("reason", reason.code())
                            .register(registry));
        }
        suppressed = Counter.builder("wattline.quarantine.suppressed.items")
                .description("Rejected items and conflicts beyond the quarantine's rate cap: counted, not stored")
                .register(registry);
        unanswered = Counter.builder("wattline.commits.unanswered")
                .description("Transactions written again because the answer to their COMMIT was lost")
                .register(registry);
        batchRows = DistributionSummary.builder("wattline.batch.rows")
                .description("Rows a transaction")
                .serviceLevelObjectives(1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)
                .register(registry);
        commitTime = Timer.builder("wattline.commit")
                .description("Time from the first statement of a transaction to the answer to its COMMIT")
                .serviceLevelObjectives(millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000))
                .register(registry);
        for (DeviceKind kind : DeviceKind.values()) {
            ages.put(kind, age(kind));
        }
        Gauge.builder("wattline.last.commit.timestamp.seconds", lastCommitMillis, MicrometerPipelineMetrics::seconds)
                .description("When a transaction was last committed; NaN before the first")
                .register(registry);
        Gauge.builder("wattline.items.in.flight", inFlight, AtomicLong::doubleValue)
                .description("Items received and neither acknowledged nor kept; an undecoded message is one item")
                .register(registry);
    }

    @Override
    public void watch(Supplier<Duration> oldestUnacknowledgedAge, IntSupplier waitingMessages) {
        Gauge.builder(
                        "wattline.oldest.unacknowledged.age.seconds",
                        () -> oldestUnacknowledgedAge.get().toNanos() / 1e9)
                .description("Age of the oldest message that is neither acknowledged nor kept")
                .register(registry);
        Gauge.builder("wattline.handoff.messages", waitingMessages::getAsInt)
                .description("Messages that wait for a writer")
                .register(registry);
    }

    @Override
    public void watchDeferred(LongSupplier waiting) {
        Gauge.builder("wattline.deferred.readings", waiting::getAsLong)
                .description(
                        "Late readings, of all ingestors, that wait in the database for a day that cannot be written")
                .register(registry);
    }

    @Override
    public void received(Source source) {
        of(received, source).increment();
        inFlight.incrementAndGet();
    }

    @Override
    public void decoded(Source source, int items) {
        if (items > 1) {
            of(received, source).increment(items - 1);
            inFlight.addAndGet(items - 1);
        }
    }

    @Override
    public void accepted(Source source, DeviceKind kind, Duration age) {
        of(of(accepted, source), kind).increment();
        inFlight.decrementAndGet();
        of(ages, kind).record(Math.max(age.toNanos() / 1e9, 0));
    }

    /// How many readings have been accepted since the start.
    public long accepted() {
        return accepted.values().stream()
                .flatMap(byKind -> byKind.values().stream())
                .mapToLong(counter -> (long) counter.count())
                .sum();
    }

    @Override
    public void duplicate(Source source, DeviceKind kind) {
        of(of(duplicate, source), kind).increment();
        inFlight.decrementAndGet();
    }

    @Override
    public void conflict(Source source, int items) {
        ended(conflict, source, items);
    }

    @Override
    public void deferred(Source source, int items) {
        ended(deferred, source, items);
    }

    @Override
    public void rejected(Source source, RejectReason reason) {
        ended(rejected, source, 1);
        reasons.computeIfAbsent(reason, missing -> {
                    throw new IllegalStateException("no counter for " + missing);
                })
                .increment();
    }

    @Override
    public void kept(Source source, int items) {
        ended(kept, source, items);
    }

    @Override
    public void suppressed() {
        suppressed.increment();
    }

    @Override
    public void commitUnanswered() {
        unanswered.increment();
    }

    @Override
    public void committed(int rows, Duration time) {
        batchRows.record(rows);
        commitTime.record(time);
        lastCommitMillis.set(registry.config().clock().wallTime());
    }

    private void ended(Map<Source, Counter> counters, Source source, int items) {
        if (items > 0) {
            of(counters, source).increment(items);
            inFlight.addAndGet(-items);
        }
    }

    private static <K, V> V of(Map<K, V> meters, K key) {
        V meter = meters.get(key);
        if (meter == null) {
            throw new IllegalStateException("no meter for " + key);
        }
        return meter;
    }

    private Map<DeviceKind, Counter> outcomeByKind(Source source, String outcome) {
        Map<DeviceKind, Counter> counters = new EnumMap<>(DeviceKind.class);
        for (DeviceKind kind : DeviceKind.values()) {
            counters.put(kind, outcome(source, label(kind), outcome));
        }
        return counters;
    }

    private Counter outcome(Source source, String kind, String outcome) {
        return Counter.builder("wattline.items")
                .description("Items by outcome; the kind is told where an item is known to be a reading of one")
                .tag("source", source.code())
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry);
    }

    private DistributionSummary age(DeviceKind kind) {
        return DistributionSummary.builder("wattline.reading.age.seconds")
                .description("From the measurement of an accepted reading until it was received; 0 if it was ahead")
                .tag("kind", label(kind))
                .serviceLevelObjectives(1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400)
                .register(registry);
    }

    private static String label(DeviceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(AtomicLong millis) {
        return millis.get() == NEVER ? Double.NaN : millis.get() / 1e3;
    }

    private static Duration[] millis(int... values) {
        var durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}
