package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore;
import io.wattline.ingestor.pipeline.Row;
import io.wattline.telemetry.Reading;
import java.util.BitSet;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Whether the rows that a transaction is said to have added are in history.
final class StoredKeys {

    private StoredKeys() {}

    /// Looks for every row of `content` that is new according to `stored`.
    static boolean areThere(JdbcTemplate jdbc, BatchContent content, BatchStore.Stored stored) {
        return areThere(jdbc, "meter", content.meters(), stored.newMeters())
                && areThere(jdbc, "vehicle", content.vehicles(), stored.newVehicles());
    }

    private static <R extends Reading> boolean areThere(
            JdbcTemplate jdbc, String kind, List<Row<R>> rows, BitSet isNew) {
        String[] ids =
                isNew.stream().mapToObj(i -> rows.get(i).reading().deviceId()).toArray(String[]::new);
        String[] instants = isNew.stream()
                .mapToObj(i -> rows.get(i).reading().measuredAt().toString())
                .toArray(String[]::new);
        if (ids.length == 0) {
            return true;
        }
        // LIMIT keeps it a probe of the key for each row: a join of the whole would be free to read all of history.
        String count = """
                SELECT count(*) FROM unnest(?, ?) AS wanted (id, ts)
                CROSS JOIN LATERAL (
                  SELECT FROM %1$s_history AS h WHERE h.%1$s_id = wanted.id AND h.ts = wanted.ts LIMIT 1) AS there
                """.formatted(kind);
        Long found = jdbc.query(
                count,
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", ids));
                    statement.setArray(2, statement.getConnection().createArrayOf("timestamptz", instants));
                },
                result -> result.next() ? result.getLong(1) : 0L);
        return found != null && found == ids.length;
    }
}
