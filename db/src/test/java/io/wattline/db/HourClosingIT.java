package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourClosingIT {

    /// Midnight, two days ago: nothing is closed after it at first.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    private MigratedDatabase database;
    private Connection ingest;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = connect();
        try (Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            Sql.execute(
                    owner,
                    "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(start));
        }
    }

    @AfterEach
    void close() throws SQLException {
        ingest.close();
        database.close();
    }

    @Test
    void sumsClosedHoursOnePerCallOldestFirst() throws SQLException {
        assertThat(Rollups.sumNextClosedHour(ingest)).isEmpty();
        assertThat(Rollups.advance(ingest, hour(2))).isEqualTo(hour(2));

        assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(0));
        assertThat(Rollups.sumNextClosedHour(ingest)).contains(hour(1));
        assertThat(Rollups.sumNextClosedHour(ingest)).isEmpty();
    }

    @Test
    void closingNeverGoesBackInTime() throws SQLException {
        Rollups.advance(ingest, hour(5));

        assertThat(Rollups.advance(ingest, hour(3))).isEqualTo(hour(5));
        assertThat(Rollups.holdLateBefore(ingest)).isEqualTo(hour(5).plusSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now() + interval '1 hour'",
                "date_trunc('hour', now()) + interval '1 hour'",
                "date_trunc('hour', now()) - interval '1 min'",
                "'infinity'",
                "'-infinity'",
                "NULL"
            })
    void onlyAWholeHourOfThePastIsClosed(String instant) {
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "SELECT advance_rollups(" + instant + ")")))
                .isEqualTo("22008");
    }

    @Test
    void closingGivesUpOnAnOpenWriterAfterHalfASecond() throws SQLException {
        try (Connection writer = connect()) {
            writer.setAutoCommit(false);
            Rollups.holdLateBefore(writer);

            long before = System.nanoTime();
            assertThat(Sql.stateOf(() -> Rollups.advance(ingest, hour(1)))).isEqualTo("55P03");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
            writer.commit();
        }
        assertThat(Rollups.advance(ingest, hour(1))).isEqualTo(hour(1));
    }

    @Test
    void closedHourNeedsNoLock() throws SQLException {
        Rollups.advance(ingest, hour(1));
        try (Connection writer = connect()) {
            writer.setAutoCommit(false);
            Rollups.holdLateBefore(writer);

            assertThat(Rollups.advance(ingest, hour(1))).isEqualTo(hour(1));
            writer.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hold_late_before()",
                "advance_rollups('2026-01-01T00:00:00Z')",
                "sum_closed_hour()",
                "refresh_rollups(1)"
            })
    void refusesAnOldSnapshot(String call) throws SQLException {
        ingest.setAutoCommit(false);
        ingest.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "SELECT " + call))).isEqualTo("25000");
        ingest.rollback();
    }

    @Test
    void emptyDatabaseStartsAtTheHourOfItsMigration() throws SQLException {
        try (var fresh = MigratedDatabase.create();
                Connection connection = DataSources.connect(fresh.configFor(DatabaseRole.INGEST))) {
            Instant closedBefore = Rollups.holdLateBefore(connection).minusSeconds(30);

            assertThat(closedBefore).isEqualTo(closedBefore.truncatedTo(ChronoUnit.HOURS));
            assertThat(closedBefore).isCloseTo(Instant.now(), within(Duration.ofHours(2)));
        }
    }

    private Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }

    private Connection connect() throws SQLException {
        return DataSources.connect(database.configFor(DatabaseRole.INGEST));
    }
}
