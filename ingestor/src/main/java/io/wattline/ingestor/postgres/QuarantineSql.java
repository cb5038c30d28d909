package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.QuarantineRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes rows of `rejected_message`, in statements of at most about a megabyte, since a flood of large messages would
/// otherwise be held in memory twice over as one parameter.
final class QuarantineSql {

    private static final int MAX_STATEMENT_BYTES = 1 << 20;

    private static final String INSERT = """
            INSERT INTO rejected_message (received_at, source, topic, reason, detail, item_index, payload)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;

    QuarantineSql(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Inserts them, and returns how many.
    int insert(List<QuarantineRow> rows) {
        int from = 0;
        while (from < rows.size()) {
            int to = from;
            int bytes = 0;
            while (to < rows.size() && bytes < MAX_STATEMENT_BYTES) {
                bytes += rows.get(to++).rejection().payload().length;
            }
            List<QuarantineRow> chunk = rows.subList(from, to);
            jdbc.update(INSERT, statement -> bind(statement, chunk));
            from = to;
        }
        return rows.size();
    }

    private static void bind(PreparedStatement statement, List<QuarantineRow> rows) throws SQLException {
        array(
                statement,
                1,
                "timestamptz",
                rows,
                String[]::new,
                row -> row.receivedAt().toString());
        array(statement, 2, "text", rows, String[]::new, row -> row.source().code());
        array(statement, 3, "text", rows, String[]::new, QuarantineRow::topicName);
        array(
                statement,
                4,
                "text",
                rows,
                String[]::new,
                row -> row.rejection().reason().code());
        array(statement, 5, "text", rows, String[]::new, row -> row.rejection().detail());
        array(statement, 6, "int4", rows, Integer[]::new, row -> row.rejection().index());
        array(statement, 7, "bytea", rows, byte[][]::new, row -> row.rejection().payload());
    }

    private static <T> void array(
            PreparedStatement statement,
            int position,
            String type,
            List<QuarantineRow> rows,
            IntFunction<T[]> newArray,
            Function<QuarantineRow, @Nullable T> element)
            throws SQLException {
        Connection connection = statement.getConnection();
        Object[] elements = rows.stream().map(element).toArray(newArray);
        statement.setArray(position, connection.createArrayOf(type, elements));
    }
}
