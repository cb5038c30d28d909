package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.testing.MigratedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourcesIT {

    private static final Duration SHORT = Duration.ofMillis(500);

    private static MigratedDatabase database;

    @BeforeAll
    static void open() {
        database = MigratedDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /// A server refuses a log-in with a zone that its own data do not know.
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "Asia/Calcutta", "No/Such_Zone"})
    void everySessionUsesUtc(String zone) throws SQLException {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(new SimpleTimeZone(19_800_000, zone));
        try (var pool = DataSources.pool(database.configFor(DatabaseRole.INGEST));
                Connection pooled = pool.getConnection();
                Connection single = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            assertThat(Sql.strings(pooled, "SHOW timezone")).containsExactly("UTC");
            assertThat(Sql.strings(single, "SHOW timezone")).containsExactly("UTC");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"off, on", "local, on", "remote_write, on", "on, on", "remote_apply, remote_apply"})
    void everyCommitIsDurableWhateverTheRolesSettings(String set, String used) throws SQLException {
        try (Connection superuser = DataSources.connect(database.superuser())) {
            Sql.execute(superuser, "ALTER ROLE wattline_ingest SET synchronous_commit = " + set);
            try (var pool = DataSources.pool(database.configFor(DatabaseRole.INGEST));
                    Connection pooled = pool.getConnection();
                    Connection single = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
                assertThat(Sql.strings(pooled, "SHOW synchronous_commit")).containsExactly(used);
                assertThat(Sql.strings(single, "SHOW synchronous_commit")).containsExactly(used);
            } finally {
                Sql.execute(superuser, "ALTER ROLE wattline_ingest RESET synchronous_commit");
            }
        }
    }

    @Test
    void everySessionHasTheConfiguredTimeouts() throws SQLException {
        var timeouts = new DatabaseTimeouts(
                Duration.ofSeconds(3), Duration.ofSeconds(2), SHORT, Duration.ofMillis(200), Duration.ofSeconds(9));
        DatabaseConfig config = with(database.configFor(DatabaseRole.QUERY), timeouts);
        try (var pool = DataSources.pool(config);
                Connection pooled = pool.getConnection();
                Connection single = DataSources.connect(config)) {
            for (Connection connection : new Connection[] {pooled, single}) {
                assertThat(Sql.strings(connection, "SHOW statement_timeout")).containsExactly("500ms");
                assertThat(Sql.strings(connection, "SHOW lock_timeout")).containsExactly("200ms");
                assertThat(Sql.strings(connection, "SHOW idle_in_transaction_session_timeout"))
                        .containsExactly("9s");
                assertThat(Sql.strings(connection, "SHOW application_name")).containsExactly("wattline-test");
                assertThat(connection.getNetworkTimeout()).isEqualTo(9_000);
                assertThat(Sql.stateOf(() -> Sql.execute(connection, "SELECT pg_sleep(5)")))
                        .isEqualTo("57014");
            }
        }
    }

    @Test
    void poolHoldsAtMostItsSize() throws SQLException {
        DatabaseConfig config = with(database.configFor(DatabaseRole.INGEST), acquiringWithin(SHORT));
        try (var pool = DataSources.pool(new DatabaseConfig(
                        config.url(), config.username(), config.password(), 2, "small", config.timeouts()));
                Connection first = pool.getConnection();
                Connection second = pool.getConnection()) {
            assertThat(first).isNotSameAs(second);
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        }
    }

    @Test
    void poolForDurableServersRefusesAServerThatMayLoseCommits() {
        DatabaseConfig config = with(database.configFor(DatabaseRole.INGEST), acquiringWithin(SHORT));
        // The server of the tests has both off.
        try (var pool = DataSources.pool(config, Durability.REQUIRED)) {
            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasRootCauseMessage(
                            "ERROR: the server may lose what it has committed: fsync or full_page_writes is off");
        }
        assertThat(Durability.lackingOn(config)).hasValue("fsync=off full_page_writes=off");
    }

    @Test
    void poolStartsWithoutItsDatabaseAndFailsWithinTheAcquireTimeout() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        DatabaseConfig nowhere = at(closed, acquiringWithin(SHORT));
        try (var pool = DataSources.pool(nowhere)) {
            long start = System.nanoTime();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void givesUpOnASilentServerAfterTheConnectTimeout() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var timeouts = new DatabaseTimeouts(Duration.ofSeconds(1), SHORT, SHORT, SHORT, Duration.ofSeconds(2));
            DatabaseConfig config = at(silent.getLocalPort(), timeouts);

            long start = System.nanoTime();
            assertThatThrownBy(() -> DataSources.connect(config)).isInstanceOf(SQLException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void readOnlyConnectionLeavesThePool() throws SQLException {
        DatabaseConfig query = database.configFor(DatabaseRole.QUERY);
        try (var pool = DataSources.pool(
                new DatabaseConfig(query.url(), query.username(), query.password(), 1, "one", query.timeouts()))) {
            String before;
            try (Connection connection = pool.getConnection()) {
                before = Sql.strings(connection, "SELECT pg_backend_pid()").getFirst();
                assertThat(Sql.stateOf(() -> Sql.execute(connection, "SELECT delete_mappings('V')")))
                        .isEqualTo("25006");
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(Sql.strings(connection, "SELECT pg_backend_pid()")).doesNotContain(before);
            }
        }
    }

    @Test
    void errorsDoNotRepeatTheRow() throws SQLException {
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            assertThatThrownBy(() -> Sql.execute(ingest, """
                            INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at)
                            VALUES ('canary', now(), 5000, 1, now())
                            """))
                    .hasMessageContaining("meter_live_kwh_check")
                    .hasMessageNotContaining("canary");
        }
    }

    private static DatabaseConfig with(DatabaseConfig config, DatabaseTimeouts timeouts) {
        return new DatabaseConfig(
                config.url(),
                config.username(),
                config.password(),
                config.poolSize(),
                config.applicationName(),
                timeouts);
    }

    private static DatabaseConfig at(int port, DatabaseTimeouts timeouts) {
        return new DatabaseConfig("jdbc:postgresql://127.0.0.1:" + port + "/x", "x", "x", 1, "nowhere", timeouts);
    }

    private static DatabaseTimeouts acquiringWithin(Duration acquire) {
        return new DatabaseTimeouts(
                Duration.ofSeconds(1), acquire, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
