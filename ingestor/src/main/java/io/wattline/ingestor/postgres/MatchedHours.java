package io.wattline.ingestor.postgres;

import io.wattline.db.matching.HourMatching;
import io.wattline.db.matching.MatchSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Matches the energies of hours that have been summed, and again what has changed since; bounded work a round, so that
/// a year of history from before is matched over many rounds and nothing else of the maintenance has to wait.
public final class MatchedHours implements TurnJob {

    private static final Logger LOG = LoggerFactory.getLogger(MatchedHours.class);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(20);

    private final HourMatching matching;

    /// Matching by `settings`.
    public MatchedHours(MatchSettings settings) {
        this.matching = new HourMatching(settings);
    }

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public void round(Connection connection) throws SQLException {
        if (matching.configure(connection)) {
            LOG.info("energies are compared by other settings than before: all hours are matched again, newest first");
        }
        long end = System.nanoTime() + ROUND_LIMIT.toNanos();
        int steps = 0;
        while (System.nanoTime() < end && matching.step(connection)) {
            steps++;
        }
        LOG.debug("energies matched steps={}", steps);
    }
}
