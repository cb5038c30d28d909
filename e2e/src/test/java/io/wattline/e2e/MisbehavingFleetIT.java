package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.stack.Scrape;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/// A fleet with every fault a device can have, and the simulator's ledger as the auditor: to the last row, history and
/// quarantine are what the ledger says they must be.
class MisbehavingFleetIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int READINGS = 10_000;

    /// The keys that must be in history: acknowledged, and good.
    private static final String WANTED = """
            SELECT DISTINCT kind, device_id, "timestamp" AS ts FROM ledger
            WHERE outcome = 'OK' AND expected IN ('accepted', 'duplicate')
            """;

    private static final String HISTORY = """
            SELECT 'meter' AS kind, meter_id AS device_id, ts, kwh FROM meter_history
            UNION ALL SELECT 'vehicle', vehicle_id, ts, kwh FROM vehicle_history
            """;

    @Test
    void databaseAgreesWithTheLedgerOfAllFaults() throws IOException {
        try (PostgresServer postgres = PostgresServer.create();
                Broker broker = Broker.mosquitto();
                TemporaryFolder folder = TemporaryFolder.create("misbehaving");
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess ingestor =
                    Stack.awaitReady(stack.launchIngestor(Map.of("QUARANTINE_MAX_PER_SECOND", "10000")));
            Path ledger = folder.path().resolve("ledger.csv");
            ChildProcess.run(
                    stack.simulator(
                            "run",
                            "--devices",
                            "100",
                            "--connections",
                            "10",
                            "--rate",
                            "1000",
                            "--count",
                            "" + READINGS,
                            "--degraded",
                            "10%",
                            "--skew",
                            "5%",
                            "--offline",
                            "10%",
                            "--duplicates",
                            "5%",
                            "--out-of-order",
                            "5%",
                            "--malformed",
                            "5%",
                            "--ledger",
                            ledger.toString()),
                    LIMIT);
            JdbcTemplate sql = stack.database().sql();
            load(sql, ledger);
            long wanted = count(sql, "SELECT count(*) FROM (" + WANTED + ") AS wanted");
            assertThat(wanted).isGreaterThan(READINGS / 2);
            await().atMost(LIMIT).until(() -> ingestor.metrics().outcome("accepted") >= wanted);
            await().atMost(LIMIT).until(() -> ingestor.metrics().inFlight() == 0);

            assertThat(count(
                            sql,
                            "SELECT count(*) FROM (" + WANTED + ") AS wanted LEFT JOIN (" + HISTORY
                                    + ") AS stored USING (kind, device_id, ts) WHERE stored.kwh IS NULL"))
                    .as("missing")
                    .isZero();
            assertThat(count(
                            sql,
                            "SELECT count(*) FROM (" + HISTORY
                                    + ") AS stored WHERE NOT EXISTS (SELECT FROM ledger AS said"
                                    + " WHERE said.kind = stored.kind AND said.device_id = stored.device_id"
                                    + " AND said.\"timestamp\" = stored.ts AND said.kwh = stored.kwh"
                                    + " AND said.expected IN ('accepted', 'duplicate'))"))
                    .as("invented, or with another value")
                    .isZero();
            assertThat(
                            reasons(
                                    sql,
                                    "SELECT expected || '=' || count(*) FROM ledger WHERE outcome = 'OK'"
                                            + " AND expected NOT IN ('accepted', 'duplicate') GROUP BY expected ORDER BY expected"))
                    .as("quarantine")
                    .isNotEmpty()
                    .isEqualTo(reasons(
                            sql,
                            "SELECT reason || '=' || count(*) FROM rejected_message GROUP BY reason ORDER BY reason"));
            Scrape end = ingestor.metrics();
            assertThat(end.balances()).isTrue();
            assertThat(end.outcome("accepted")).isEqualTo(wanted);
        }
    }

    private static void load(JdbcTemplate sql, Path ledger) throws IOException {
        String header = Files.readAllLines(ledger).getFirst();
        sql.execute("""
                CREATE TABLE ledger (kind text, device_id text, "timestamp" timestamptz, outcome text, kwh numeric,
                  voltage real, soc real, battery_temp real, faults text, expected text)
                """);
        sql.execute((ConnectionCallback<Long>) connection -> {
            try (Reader csv = Files.newBufferedReader(ledger)) {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY ledger (" + header.replace("timestamp", "\"timestamp\"")
                                        + ") FROM STDIN WITH (FORMAT csv, HEADER)",
                                csv);
            } catch (IOException e) {
                throw new SQLException(e);
            }
        });
    }

    private static long count(JdbcTemplate sql, String query) {
        Long count = sql.queryForObject(query, Long.class);
        return count == null ? 0 : count;
    }

    private static List<String> reasons(JdbcTemplate sql, String query) {
        return sql.queryForList(query, String.class);
    }
}
