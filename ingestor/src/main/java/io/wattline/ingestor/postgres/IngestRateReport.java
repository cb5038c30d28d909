package io.wattline.ingestor.postgres;

import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.pipeline.LastMinute;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/// Writes into this ingestor's row every ten seconds how many readings it has stored within the last minute.
///
/// A report that fails is left out: the database's absence is told by the readiness, and rows that are not written
/// again do not count after half a minute.
public final class IngestRateReport implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final String REPORT = """
            UPDATE ingestor SET accepted_last_minute = ?, counted_at = clock_timestamp()
            WHERE share_group = ? AND ingestor_id = ? AND instance = ?
            """;

    private final DataSource database;
    private final String shareGroup;
    private final Identity identity;
    private final LongSupplier accepted;
    private final LastMinute lastMinute;
    private final Thread thread =
            Thread.ofPlatform().name("ingest-rate").daemon().unstarted(this::reports);

    /// A report on `accepted`, the number of readings stored since the start.
    public IngestRateReport(DataSource database, String shareGroup, Identity identity, LongSupplier accepted) {
        this.database = database;
        this.shareGroup = shareGroup;
        this.identity = identity;
        this.accepted = accepted;
        this.lastMinute = new LastMinute(System::nanoTime, accepted.getAsLong());
    }

    /// Starts reporting.
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void reports() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PERIOD);
                report();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One report.
    ///
    /// @return whether it is written
    boolean report() {
        long grown = lastMinute.grownTo(accepted.getAsLong());
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(REPORT)) {
            update.setLong(1, grown);
            update.setString(2, shareGroup);
            update.setString(3, identity.ingestorId());
            update.setObject(4, identity.instance());
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            return false;
        }
    }
}
