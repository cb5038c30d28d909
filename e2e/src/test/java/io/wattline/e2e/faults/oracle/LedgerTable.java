package io.wattline.e2e.faults.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/// The ledgers of one run as the table `ledger`, beside the view `stored` of what history has of each ledger's
/// devices in its time. Not logged and not the services': only the superuser sees them.
public final class LedgerTable {

    private static final String DEFINITION = """
            CREATE UNLOGGED TABLE IF NOT EXISTS ledger (
              kind text COLLATE "C", device_id text COLLATE "C", ts timestamptz, outcome text, kwh numeric, voltage real,
              soc real, battery_temp real);
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
    /// Ledgers of one run do not overlap in time where they have a device in common.
    private static final String ENTER = """
            WITH entered AS (
              INSERT INTO ledger
              SELECT kind, device_id, "timestamp"::timestamptz, outcome, kwh::numeric, voltage::real, soc::real,
                     battery_temp::real
              FROM incoming RETURNING *)
            INSERT INTO span SELECT kind, device_id, min(ts), max(ts) FROM entered GROUP BY kind, device_id;
            DROP TABLE incoming;
            ANALYZE ledger;
            ANALYZE span;
            """;

    private LedgerTable() {}

    /// Replaces the table's content by these files.
    public static void load(DataSource superuser, List<Path> ledgers) {
        var sql = new JdbcTemplate(superuser);
        sql.execute(DEFINITION);
        for (Path ledger : ledgers) {
            try (BufferedReader reader = Files.newBufferedReader(ledger);
                    Connection connection = superuser.getConnection()) {
                copy(connection, reader.readLine(), reader);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot load the ledger " + ledger, e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sql.execute(ENTER);
        }
    }

    /// Columns by their names in the header, so that a ledger may have more than are looked at.
    private static void copy(Connection connection, String header, Reader rows) throws SQLException, IOException {
        String columns = Arrays.stream(header.split(","))
                .map(name -> '"' + name + "\" text COLLATE \"C\"")
                .collect(Collectors.joining(", "));
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS incoming; CREATE UNLOGGED TABLE incoming (" + columns + ")");
        }
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY incoming FROM STDIN (FORMAT csv)", rows);
    }
}
