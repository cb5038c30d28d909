package io.wattline.query.http.stats;

import io.wattline.query.http.ReadingCounts;
import io.wattline.query.stats.Stats;
import io.wattline.query.stats.StatsReport;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The figures of the fleet, member for member.
record StatsBody(
        Instant timestamp,
        Devices devices,
        Energy today,
        Energy last24Hours,
        Ingest ingest,
        Span history,
        long degradedVehicles) {

    record Devices(long meters, long vehicles) {}

    record Energy(Instant since, ReadingCounts readings, BigDecimal energyConsumedAc, BigDecimal energyDeliveredDc) {

        static Energy of(Stats.Energy energy) {
            return new Energy(
                    energy.since(),
                    new ReadingCounts(energy.ac().readings(), energy.dc().readings()),
                    energy.ac().kwh(),
                    energy.dc().kwh());
        }
    }

    record Ingest(long windowSeconds, long readings, BigDecimal readingsPerSecond) {
        static Ingest of(Stats.Ingest ingest) {
            return new Ingest(Stats.Ingest.WINDOW_SECONDS, ingest.readings(), ingest.perSecond());
        }
    }

    record Span(@Nullable Instant from, @Nullable Instant to) {}

    static StatsBody of(StatsReport report) {
        Stats stats = report.stats();
        return new StatsBody(
                stats.at(),
                new Devices(stats.devices().meters(), stats.devices().vehicles()),
                Energy.of(stats.today()),
                Energy.of(stats.last24Hours()),
                Ingest.of(stats.ingest()),
                new Span(stats.history().from(), stats.history().to()),
                report.degraded());
    }
}
