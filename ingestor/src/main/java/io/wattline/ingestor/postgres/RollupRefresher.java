package io.wattline.ingestor.postgres;

import io.wattline.db.Rollups;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes hours that have passed, sums them, and sums again what late readings have touched; bounded work a round, so
/// that a backfill of a year is caught up over many rounds and nothing else of the maintenance has to wait.
final class RollupRefresher {

    private static final Logger LOG = LoggerFactory.getLogger(RollupRefresher.class);
    /// After the end of an hour, until it is closed: most heartbeats have arrived by then and need no mark.
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int MARKS_A_CALL = 5_000;
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(30);

    private final InstantSource clock;

    RollupRefresher(InstantSource clock) {
        this.clock = clock;
    }

    /// One round, on a connection in auto-commit mode.
    void round(Connection connection) throws SQLException {
        long end = System.nanoTime() + ROUND_LIMIT.toNanos();
        closeHours(connection);
        Optional<?> summed;
        do {
            summed = Rollups.sumNextClosedHour(connection);
        } while (summed.isPresent() && System.nanoTime() < end);
        int handled;
        do {
            handled = Rollups.refresh(connection, MARKS_A_CALL);
        } while (handled == MARKS_A_CALL && System.nanoTime() < end);
        int deleted = Rollups.deleteExpired(connection, MARKS_A_CALL);
        LOG.debug("rollups refreshed lastCallMarks={} expiredRows={}", handled, deleted);
    }

    /// Writers that are at it keep an hour open a little longer: the next round closes it.
    private void closeHours(Connection connection) throws SQLException {
        try {
            Rollups.advance(connection, clock.instant().minus(GRACE).truncatedTo(ChronoUnit.HOURS));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.debug("writers are busy, hours are closed at the next round");
        }
    }
}
