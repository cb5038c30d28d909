package io.wattline.query.stats;

import io.wattline.energy.efficiency.EfficiencyStatus;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.performance.TimeWindow;
import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The figures, at most a few seconds old.
///
/// One caller at a time computes them; concurrent callers wait for that answer instead of asking the database
/// too. A failure is reported to its caller only; the next caller tries again. Safe for all threads.
public final class RecentStats {

    /// How old an answer may be, exclusive.
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK_BACK = Duration.ofHours(24);

    private final StatsSource source;
    private final FleetRanking ranking;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable StatsReport newest;

    /// Figures from `source`, with the verdicts of `ranking`.
    public RecentStats(StatsSource source, FleetRanking ranking, InstantSource clock) {
        this.source = source;
        this.ranking = ranking;
        this.clock = clock;
    }

    /// The figures.
    ///
    /// @throws StatsOverdueException if another caller has been working them out for too long
    public StatsReport get() {
        @Nullable StatsReport known = newest;
        if (known != null && isFresh(known)) {
            return known;
        }
        takeTurn();
        try {
            known = newest;
            return known != null && isFresh(known) ? known : workOut();
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StatsOverdueException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatsOverdueException();
        }
    }

    // A clock that was set back makes an answer stale, too.
    private boolean isFresh(StatsReport report) {
        Duration age = Duration.between(report.stats().at(), clock.instant());
        return !age.isNegative() && age.compareTo(MAX_AGE) < 0;
    }

    private StatsReport workOut() {
        Instant now = Reading.truncateToMicros(clock.instant());
        Stats stats = source.at(now);
        StatsReport report = new StatsReport(
                stats, ranking.count(EfficiencyStatus.DEGRADED, new TimeWindow(now.minus(LOOK_BACK), now)));
        newest = report;
        return report;
    }
}
