package io.wattline.query.postgres.quarantine;

import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.quarantine.RefusedConnection;
import io.wattline.query.quarantine.RefusedConnections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// [RefusedConnections] on the table `refused_connection`, which has some 10,000 rows at most and an index in this
/// order.
public final class PostgresRefusedConnections implements RefusedConnections {

    private static final String FIRST_PAGE = """
            SELECT client, reason, times, first_seen, last_seen, detail
            FROM refused_connection
            ORDER BY last_seen DESC, client DESC, reason DESC
            LIMIT :limit
            """;

    private static final String NEXT_PAGE = """
            SELECT client, reason, times, first_seen, last_seen, detail
            FROM refused_connection
            WHERE (last_seen, client, reason) < (:lastSeen, :client, :reason)
            ORDER BY last_seen DESC, client DESC, reason DESC
            LIMIT :limit
            """;

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresRefusedConnections(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public List<RefusedConnection> page(Optional<Key> after, int limit) {
        return database.read(jdbc -> after.map(key -> jdbc.sql(NEXT_PAGE)
                        .param("lastSeen", Columns.parameter(key.lastSeen()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("client", key.client())
                        .param("reason", key.reason()))
                .orElseGet(() -> jdbc.sql(FIRST_PAGE))
                .param("limit", limit)
                .query((row, number) -> connection(row))
                .list());
    }

    private static RefusedConnection connection(ResultSet row) throws SQLException {
        Instant firstSeen = Columns.instant(row, "first_seen");
        return new RefusedConnection(
                row.getString("client"),
                row.getString("reason"),
                row.getLong("times"),
                firstSeen,
                Columns.instant(row, "last_seen"),
                row.getString("detail"));
    }
}
