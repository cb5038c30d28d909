package io.wattline.query.postgres.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.postgres.mapping.PostgresMappings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

class PostgresHistoryIT {

    private static final Instant DAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final TimeWindow WINDOW = new TimeWindow(DAY, DAY.plus(Duration.ofDays(1)));

    private static MigratedDatabase database;
    private static HikariDataSource pool;
    private static HikariDataSource ingest;
    private static QueryDatabase queryDatabase;
    private static PostgresHistory history;

    @BeforeAll
    static void start() throws SQLException {
        database = MigratedDatabase.create();
        pool = DataSources.pool(database.configFor(DatabaseRole.QUERY));
        ingest = DataSources.pool(database.configFor(DatabaseRole.INGEST));
        try (Connection connection = ingest.getConnection()) {
            DayPartitions.ensure(
                    connection,
                    DayPartitionedTable.METER_HISTORY,
                    DAY.atOffset(ZoneOffset.UTC).toLocalDate());
        }
        try (Connection superuser = DataSources.connect(database.superuser());
                var statement = superuser.createStatement()) {
            statement.execute("UPDATE rollup_state SET closed_before = '%1$s', summed_before = '%1$s'".formatted(DAY));
        }
        queryDatabase = new QueryDatabase(pool);
        history = new PostgresHistory(queryDatabase);
    }

    @AfterAll
    static void stop() {
        pool.close();
        ingest.close();
        database.close();
    }

    private static void meter(String meterId, long second, double kwh) {
        JdbcClient.create(ingest)
                .sql("INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES (:id, :ts, :kwh, 230)")
                .param("id", meterId)
                .param("ts", DAY.plusSeconds(second).atOffset(ZoneOffset.UTC))
                .param("kwh", kwh)
                .update();
    }

    private static AcTotals totals(String meterId) {
        return history.inSnapshot(snapshot -> snapshot.meterTotals(meterId, WINDOW));
    }

    @Test
    void sumsNoReadingsToZero() {
        assertThat(totals("nobody")).isEqualTo(AcTotals.NONE);
    }

    @Test
    void seesOneStateThroughoutASnapshot() {
        meter("M2", 0, 1);
        history.inSnapshot(snapshot -> {
            assertThat(snapshot.meterTotals("M2", WINDOW).readings()).isEqualTo(1);
            meter("M2", 60, 1);
            assertThat(snapshot.meterTotals("M2", WINDOW).readings()).isEqualTo(1);
            return "seen";
        });
        assertThat(totals("M2").readings()).isEqualTo(2);
    }

    @Test
    void cannotWriteInASnapshot() {
        assertThatThrownBy(() -> queryDatabase.read(jdbc -> jdbc.sql("SELECT put_mapping('V1', 'M1', NULL, NULL)")
                        .query()
                        .listOfRows()))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(DataAccessException.class),
                        e -> assertThat(e).isInstanceOf(TransactionException.class));
        assertThat(new PostgresMappings(queryDatabase).of("V1", null)).isEmpty();
    }

    @Test
    void returnsEveryConnection() {
        IntStream.range(0, 20)
                .forEach(i -> assertThatThrownBy(() -> history.inSnapshot(snapshot -> {
                            throw new IllegalStateException("the work failed");
                        }))
                        .hasMessage("the work failed"));
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
}
