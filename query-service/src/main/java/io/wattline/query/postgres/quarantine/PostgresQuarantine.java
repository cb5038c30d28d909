package io.wattline.query.postgres.quarantine;

import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.quarantine.Quarantine;
import io.wattline.query.quarantine.Rejected;
import io.wattline.telemetry.RejectReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [Quarantine] on the table `rejected_message`.
///
/// Both statements walk an index of each partition backwards, `(id, received_at)` or `(reason, id)`, and stop at the
/// limit; `since` leaves out the partitions of the days before.
public final class PostgresQuarantine implements Quarantine {

    /// How much of a payload is read: a page of the longest ones stays a few megabytes.
    static final int MAX_PAYLOAD_BYTES = 4_096;

    private static final String COLUMNS = """
            SELECT id, received_at, source, topic, item_index, reason, detail,
                   substring(payload FROM 1 FOR :shown) AS payload, octet_length(payload) AS payload_bytes
            FROM rejected_message
            """;

    private static final String ALL = COLUMNS + """
            WHERE id < :before AND received_at >= :since
            ORDER BY id DESC
            LIMIT :limit
            """;

    private static final String OF_REASON = COLUMNS + """
            WHERE reason = :reason AND id < :before AND received_at >= :since
            ORDER BY id DESC
            LIMIT :limit
            """;

    private static final int MAX_COUNTED = 200_000;

    private static final String COUNTS = """
            SELECT reason, count(*) AS items
            FROM (SELECT reason FROM rejected_message WHERE received_at >= :since ORDER BY id DESC LIMIT :most) AS newest
            GROUP BY reason ORDER BY items DESC, reason
            """;

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresQuarantine(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public List<Rejected> page(Filter filter, long before, int limit) {
        return database.read(jdbc -> {
            JdbcClient.StatementSpec statement = jdbc.sql(filter.reason().isPresent() ? OF_REASON : ALL)
                    .param("shown", MAX_PAYLOAD_BYTES)
                    .param("before", before)
                    .param(
                            "since",
                            Columns.parameter(filter.since().orElse(Instant.EPOCH)),
                            Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("limit", limit);
            filter.reason().map(RejectReason::code).ifPresent(code -> statement.param("reason", code));
            return statement.query((row, number) -> rejected(row)).list();
        });
    }

    @Override
    public Counts counts(Instant since) {
        List<OfReason> reasons = database.read(jdbc -> jdbc.sql(COUNTS)
                .param("since", Columns.parameter(since))
                .param("most", MAX_COUNTED)
                .query((row, number) -> new OfReason(row.getString("reason"), row.getLong("items")))
                .list());
        return new Counts(reasons, reasons.stream().mapToLong(OfReason::count).sum() == MAX_COUNTED);
    }

    private static Rejected rejected(ResultSet row) throws SQLException {
        return new Rejected(
                row.getLong("id"),
                Columns.instant(row, "received_at"),
                new Rejected.Origin(
                        row.getString("source"), row.getString("topic"), row.getObject("item_index", Integer.class)),
                row.getString("reason"),
                row.getString("detail"),
                Base64.getEncoder().encodeToString(row.getBytes("payload")),
                row.getInt("payload_bytes"));
    }
}
