package io.wattline.bench.report;

import java.util.Map;
import java.util.Optional;

/// What must be reached, and what is aimed at, on two cores that everything shares.
final class Targets {

    private static final double MIB = 1024 * 1024 / 1e6;

    private static final Map<String, Target> BY_ID = Map.ofEntries(
            Map.entry("drain.rate", Target.atLeast(30_000, 45_000)),
            Map.entry("drain.share", Target.atLeast(0.35, 0.5)),
            Map.entry("drain.ingestor-cpu-warm", Target.atMost(20, 12)),
            Map.entry("drain.ingestor-memory", Target.atMost(400 / MIB, 400 / MIB)),
            Map.entry("drain.bytes", Target.atMost(130, 90)),
            Map.entry("compact.bytes", Target.atMost(130, 90)),
            Map.entry("live.1000.p99", Target.atMost(100, 25)),
            Map.entry("live.10000.p99", Target.atMost(1_000, 100)),
            Map.entry("live.10000.lost", Target.atMost(0, 0)),
            Map.entry("query.performance.p99", Target.atMost(20, 5)),
            Map.entry("query.performance.growth", Target.atMost(1.5, 1.1)),
            Map.entry("query.memory", Target.atMost(250 / MIB, 250 / MIB)),
            Map.entry("query.fleet.p99", Target.atMost(1_000, 150)),
            Map.entry("mixed.performance.p99", Target.atMost(50, 15)),
            Map.entry("start.ingestor", Target.atMost(5, 1.5)),
            Map.entry("start.query-service", Target.atMost(5, 1.5)));

    private Targets() {}

    static Optional<Target> of(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
