package io.wattline.ingestor.pipeline;

import io.micrometer.core.instrument.MeterRegistry;

/// The books as a scrape would show them, all sources together.
public record Accounts(
        int received,
        int accepted,
        int duplicate,
        int conflict,
        int rejected,
        int kept,
        int dropped,
        int deferred,
        int inFlight) {

    /// Where nothing was deferred.
    public Accounts(
            int received,
            int accepted,
            int duplicate,
            int conflict,
            int rejected,
            int kept,
            int dropped,
            int inFlight) {
        this(received, accepted, duplicate, conflict, rejected, kept, dropped, 0, inFlight);
    }

    public static Accounts of(MeterRegistry registry) {
        return new Accounts(
                sum(registry, "wattline.items.received"),
                outcome(registry, "accepted"),
                outcome(registry, "duplicate"),
                outcome(registry, "conflict"),
                outcome(registry, "rejected"),
                outcome(registry, "kept"),
                outcome(registry, "dropped"),
                outcome(registry, "deferred"),
                (int) registry.get("wattline.items.in.flight").gauge().value());
    }

    public boolean balanced() {
        return received == accepted + duplicate + conflict + rejected + kept + dropped + deferred + inFlight;
    }

    private static int outcome(MeterRegistry registry, String outcome) {
        return (int) registry.get("wattline.items").tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static int sum(MeterRegistry registry, String name) {
        return (int) registry.get(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
