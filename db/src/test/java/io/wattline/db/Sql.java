package io.wattline.db;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Plain statements for tests.
public final class Sql {

    private Sql() {}

    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of every row, as text.
    public static List<String> strings(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /// How the server refused something.
    ///
    /// @param state the SQLSTATE; "none" if nothing was refused
    /// @param constraint the constraint that did, if it was one
    public record Refusal(String state, @Nullable String constraint) {}

    public static Refusal refusalOf(ThrowingCallable action) {
        PSQLException failure = catchThrowableOfType(PSQLException.class, action);
        return failure == null
                ? new Refusal("none", null)
                : new Refusal(
                        failure.getSQLState(), failure.getServerErrorMessage().getConstraint());
    }

    /// The SQLSTATE that an action fails with; "none" if it does not fail.
    public static String stateOf(ThrowingCallable action) {
        SQLException failure = catchThrowableOfType(SQLException.class, action);
        return failure == null ? "none" : failure.getSQLState();
    }
}
