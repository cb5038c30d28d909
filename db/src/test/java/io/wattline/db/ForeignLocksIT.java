package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A read-only role cannot delay writers: advisory locks are open to every log-in, so none of them
/// matters.
class ForeignLocksIT {

    private MigratedDatabase database;
    private Connection ingest;
    private Connection query;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        Sql.execute(ingest, "SET lock_timeout = '300ms'");
    }

    @AfterEach
    void close() throws SQLException {
        query.close();
        ingest.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            wattline rollups          | hold_late_before()
            wattline rollups          | advance_rollups(date_trunc('hour', now()))
            wattline rollup refresher | sum_closed_hour()
            wattline rollup refresher | refresh_rollups(1)
            wattline day partitions   | ensure_day_partition('meter_history', current_date)
            wattline day partitions   | drop_expired_day('meter_history', '100 days', now(), 3)
            """)
    void readersAdvisoryLockDoesNotStopWriters(String lock, String call) throws SQLException {
        Sql.execute(query, "SELECT pg_advisory_lock(hashtextextended('" + lock + "', 0))");

        assertThat(Sql.stateOf(() -> Sql.execute(ingest, "SELECT " + call))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollup_gate", "rollup_turn", "partition_turn", "maintenance_turn"})
    void readerMayNotLockTheTablesOfTheWriters(String table) throws SQLException {
        query.setAutoCommit(false);
        Sql.execute(query, "SET TRANSACTION READ WRITE");

        assertThat(Sql.stateOf(() -> Sql.execute(query, "LOCK TABLE " + table + " IN ACCESS SHARE MODE")))
                .isEqualTo("42501");
        query.rollback();
        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT * FROM " + table)))
                .isEqualTo("42501");
    }

    @Test
    void readerMayNotLockTheRollupState() throws SQLException {
        query.setAutoCommit(false);
        Sql.execute(query, "SET TRANSACTION READ WRITE");

        assertThat(Sql.stateOf(() -> Sql.execute(query, "SELECT * FROM rollup_state FOR KEY SHARE")))
                .isEqualTo("42501");
    }

    @Test
    void maintenanceHasOneHolderAtATime() throws SQLException {
        String first = "'00000000-0000-0000-0000-000000000001'";
        String second = "'00000000-0000-0000-0000-000000000002'";

        assertThat(turn(first)).isTrue();
        assertThat(turn(first)).isTrue();
        assertThat(turn(second)).isFalse();
        Sql.execute(ingest, "SELECT leave_maintenance_turn(" + second + ")");
        assertThat(turn(second)).isFalse();
        Sql.execute(ingest, "SELECT leave_maintenance_turn(" + first + ")");
        assertThat(turn(second)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- interval '1 second'", "+ interval '1 hour'"})
    void takesATurnThatHasEndedOrEndsTooLate(String ends) throws SQLException {
        assertThat(turn("'00000000-0000-0000-0000-000000000001'")).isTrue();
        try (Connection owner = DataSources.connect(database.configFor(DatabaseRole.OWNER))) {
            Sql.execute(owner, "UPDATE maintenance_turn SET ends_at = clock_timestamp() " + ends);
        }

        assertThat(turn("'00000000-0000-0000-0000-000000000002'")).isTrue();
    }

    private boolean turn(String holder) throws SQLException {
        return Sql.strings(ingest, "SELECT take_maintenance_turn(" + holder + ")")
                .equals(List.of("t"));
    }
}
