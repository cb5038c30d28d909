package io.wattline.query.stats;

import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.recent.Recent;
import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The figures, at most a few seconds old: see [Recent]. Safe for all threads.
public final class RecentStats {

    /// How old an answer may be, exclusive.
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final Duration LOOK_BACK = Duration.ofHours(24);

    private final StatsSource source;
    private final FleetRanking ranking;
    private final Recent<StatsReport> recent;

    /// Figures from `source`, with the verdicts of `ranking`.
    public RecentStats(StatsSource source, FleetRanking ranking, InstantSource clock) {
        this.source = source;
        this.ranking = ranking;
        this.recent = new Recent<>(clock, MAX_AGE, this::workOut);
    }

    /// The figures.
    ///
    /// @throws io.wattline.query.recent.OverdueException if another caller has been working them out for too long
    public StatsReport get() {
        return recent.get();
    }

    private StatsReport workOut(Instant now) {
        Instant at = Reading.truncateToMicros(now);
        Stats stats = source.at(at);
        return new StatsReport(stats, ranking.count(WindowStatus.DEGRADED, new TimeWindow(at.minus(LOOK_BACK), at)));
    }
}
