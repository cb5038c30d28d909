package io.wattline.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens connections: pooled for the services' work, single for work that must not depend on the pool.
///
/// Every connection of either kind has all time-outs of [DatabaseTimeouts], TCP keep-alive, `synchronous_commit` at
/// least `on`, and the session time zone UTC. A server's error message comes without its detail, which may repeat a
/// row; `PSQLException.getServerErrorMessage()` still has it.
public final class DataSources {

    /// A role or a server may ask for more than `on`, which is remote_apply; anything less would lose what was
    /// acknowledged.
    private static final String SESSION_SQL = """
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') <> 'remote_apply'
            """;
    private static final String READ_ONLY_TRANSACTION = "25006";
    /// Short enough that a pool follows a fail-over without a restart.
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
    private static final Duration VALIDATION = Duration.ofSeconds(2);

    private DataSources() {}

    /// A pool of [DatabaseConfig#poolSize] connections. It starts whether the database is there or not; getting
    /// a connection fails after the acquire time-out. The caller closes it. Safe for all threads.
    ///
    /// A connection that reports 25006 (read-only transaction) leaves the pool: after a fail-over it is tied to
    /// a standby.
    public static HikariDataSource pool(DatabaseConfig config) {
        return pool(config, Durability.ANY);
    }

    /// The same, to a server that must be durable or need not be. Every connection is asked, since the next one may
    /// lead
    /// to another server.
    public static HikariDataSource pool(DatabaseConfig config, Durability durability) {
        var pool = new HikariConfig();
        pool.setDataSource(unpooled(config));
        pool.setPoolName(config.applicationName());
        pool.setMaximumPoolSize(config.poolSize());
        pool.setConnectionTimeout(Math.max(config.timeouts().acquire().toMillis(), 250));
        pool.setValidationTimeout(Math.max(
                Math.min(VALIDATION.toMillis(), config.timeouts().acquire().toMillis()), 250));
        pool.setInitializationFailTimeout(-1);
        pool.setMaxLifetime(MAX_LIFETIME.toMillis());
        pool.setKeepaliveTime(KEEP_ALIVE.toMillis());
        pool.setConnectionInitSql(durability == Durability.REQUIRED ? Durability.CHECK_SQL + SESSION_SQL : SESSION_SQL);
        pool.setExceptionOverride(new EvictReadOnly());
        return new HikariDataSource(pool);
    }

    /// One connection outside any pool, in auto-commit mode. The caller closes it.
    ///
    /// @throws SQLException if there is none within the connect time-out
    public static Connection connect(DatabaseConfig config) throws SQLException {
        Connection connection = unpooled(config).getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(SESSION_SQL);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// The driver's own data source, a new connection each time, in the time zone UTC.
    static PGSimpleDataSource unpooled(DatabaseConfig config) {
        DatabaseTimeouts timeouts = config.timeouts();
        var source = new UtcDataSource();
        source.setURL(config.url());
        source.setUser(config.username());
        source.setPassword(config.password());
        source.setApplicationName(config.applicationName());
        source.setConnectTimeout(wholeSeconds(timeouts.connect()));
        source.setLoginTimeout(wholeSeconds(timeouts.connect()));
        source.setSocketTimeout(wholeSeconds(timeouts.socket()));
        source.setCancelSignalTimeout(wholeSeconds(timeouts.connect()));
        source.setTcpKeepAlive(true);
        source.setLogServerErrorDetail(false);
        source.setOptions(options(source.getOptions(), timeouts));
        return source;
    }

    private static String options(@Nullable String fromUrl, DatabaseTimeouts timeouts) {
        return (fromUrl == null ? "" : fromUrl + " ")
                + "-c statement_timeout=" + timeouts.statement().toMillis()
                + " -c lock_timeout=" + timeouts.lock().toMillis()
                + " -c idle_in_transaction_session_timeout="
                + timeouts.socket().toMillis();
    }

    private static int wholeSeconds(Duration duration) {
        return (int) duration.plusNanos(999_999_999).toSeconds();
    }

    private static final class EvictReadOnly implements SQLExceptionOverride {
        // Nested in the interface is an enum called Override too.
        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return READ_ONLY_TRANSACTION.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
