package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// The driver's data source, with sessions in UTC.
///
/// The driver sends the JVM's time zone in the start-up packet, which overrules both the role's setting and `options`;
/// and a server that does not know it refuses the log-in. Wattline makes no use of the JVM's zone: it becomes UTC for
/// good.
final class UtcDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        if (!UTC.equals(TimeZone.getDefault())) {
            TimeZone.setDefault(UTC);
        }
        return super.getConnection(user, password);
    }
}
