package io.wattline.ingestor.postgres.charging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Statements of one connection, with the unbounded instants of the domain as PostgreSQL's infinities.
final class Statements {

    /// A value of a row.
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// A statement that could not be run. The cause tells why.
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failure(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// All rows of a query.
    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    /// Runs a statement and returns how many rows it changed.
    int update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    /// A statement's parameters, one array a column.
    <T> Object texts(Collection<T> rows, Function<T, @Nullable Object> value) {
        return array("text", rows, value);
    }

    /// The same of instants.
    <T> Object instants(Collection<T> rows, Function<T, @Nullable Instant> value) {
        return array("timestamptz", rows, row -> {
            Instant instant = value.apply(row);
            return instant == null ? null : text(instant);
        });
    }

    /// The same of any type.
    <T> Object array(String type, Collection<T> rows, Function<T, @Nullable Object> value) {
        try {
            return connection.createArrayOf(type, rows.stream().map(value).toArray());
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Instant instant -> statement.setObject(index, offset(instant), Types.TIMESTAMP_WITH_TIMEZONE);
            case java.sql.Array array -> statement.setArray(index, array);
            default -> statement.setObject(index, value);
        }
    }

    private static OffsetDateTime offset(Instant instant) {
        if (instant.equals(Instant.MIN)) {
            return OffsetDateTime.MIN;
        }
        return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
    }

    private static String text(Instant instant) {
        if (instant.equals(Instant.MIN)) {
            return "-infinity";
        }
        return instant.equals(Instant.MAX) ? "infinity" : instant.toString();
    }

    /// A column that may be NULL.
    static @Nullable Instant maybeInstant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        if (value == null) {
            return null;
        }
        if (value.equals(OffsetDateTime.MIN)) {
            return Instant.MIN;
        }
        return value.equals(OffsetDateTime.MAX) ? Instant.MAX : value.toInstant();
    }

    /// A column that is not NULL.
    static Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Instant value = maybeInstant(row, column);
        if (value == null) {
            throw new SQLException("the column " + column + " is NULL");
        }
        return value;
    }
}
