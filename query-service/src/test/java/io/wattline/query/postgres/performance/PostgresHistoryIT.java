package io.wattline.query.postgres.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.energy.pairing.Heartbeats;
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

    private static int readings(String meterId, int atMost) {
        return history.inSnapshot(snapshot -> snapshot.meterReadings(meterId, WINDOW, atMost)
                .map(Heartbeats::size)
                .orElse(-1));
    }

    @Test
    void computesThePowerOfReadingsWithEnergyAndAPredecessor() {
        meter("M1", 0, 5);
        meter("M1", 60, 0.1);
        meter("M1", 120, 0);
        meter("M1", 150, 0.05);
        AcTotals totals = totals("M1");
        assertThat(totals.readings()).isEqualTo(4);
        assertThat(totals.kwh()).isEqualByComparingTo("5.15");
        assertThat(totals.powered().kwh()).isEqualByComparingTo("0.15");
        assertThat(totals.powered().time()).isEqualTo(Duration.ofSeconds(90));
        assertThat(totals.meanWatts()).isEqualTo(6_000);
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
    void readsBeyondOneFetchAndNothingAboveTheLimit() {
        JdbcClient.create(ingest)
                .sql("""
                INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                SELECT 'M3', :start::timestamptz + n * interval '1 second', 0.001, 230 FROM generate_series(0, 11999) AS n
                """)
                .param("start", DAY.atOffset(ZoneOffset.UTC))
                .update();
        assertThat(readings("M3", 300_000)).isEqualTo(12_000);
        assertThat(readings("M3", 12_000)).isEqualTo(12_000);
        assertThat(readings("M3", 11_999)).isEqualTo(-1);
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
