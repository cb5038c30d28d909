package io.wattline.e2e.faults.oracle;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/// The ledgers of one run as the table `ledger`, beside the view `stored` of what history has of each ledger's devices
/// in
/// its time. Not logged and not the services': only the superuser sees them.
public final class LedgerTable {

    private static final String DEFINITION = """
            CREATE UNLOGGED TABLE IF NOT EXISTS ledger (
              kind text COLLATE "C", device_id text COLLATE "C", ts timestamptz, outcome text, kwh numeric, voltage real,
              soc real, battery_temp real);
            CREATE UNLOGGED TABLE IF NOT EXISTS incoming (LIKE ledger);
            CREATE INDEX IF NOT EXISTS ledger_key ON ledger (device_id, ts);
            CREATE UNLOGGED TABLE IF NOT EXISTS span (
              kind text COLLATE "C", device_id text COLLATE "C", first timestamptz, last timestamptz);
            CREATE OR REPLACE VIEW stored AS
              SELECT s.kind, s.device_id, h.ts, h.kwh, h.voltage, NULL::real AS soc, NULL::real AS battery_temp, h.received_at
              FROM span s JOIN meter_history h ON h.meter_id = s.device_id AND h.ts BETWEEN s.first AND s.last
              WHERE s.kind = 'meter'
              UNION ALL
              SELECT s.kind, s.device_id, h.ts, h.kwh, NULL, h.soc, h.battery_temp, h.received_at
              FROM span s JOIN vehicle_history h ON h.vehicle_id = s.device_id AND h.ts BETWEEN s.first AND s.last
              WHERE s.kind = 'vehicle';
            TRUNCATE ledger, span;
            """;
    private static final String COPY = "COPY incoming FROM STDIN (FORMAT csv, HEADER true)";
    /// Ledgers of one run do not overlap in time where they have a device in common.
    private static final String ENTER = """
            INSERT INTO span SELECT kind, device_id, min(ts), max(ts) FROM incoming GROUP BY kind, device_id;
            INSERT INTO ledger SELECT * FROM incoming;
            TRUNCATE incoming;
            ANALYZE ledger;
            ANALYZE span;
            """;

    private LedgerTable() {}

    /// Replaces the table's content by these files.
    public static void load(DataSource superuser, List<Path> ledgers) {
        var sql = new JdbcTemplate(superuser);
        sql.execute(DEFINITION);
        for (Path ledger : ledgers) {
            copy(superuser, ledger);
            sql.execute(ENTER);
        }
    }

    private static void copy(DataSource superuser, Path ledger) {
        try (Connection connection = superuser.getConnection();
                Reader reader = Files.newBufferedReader(ledger)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, reader);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot load the ledger " + ledger, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
