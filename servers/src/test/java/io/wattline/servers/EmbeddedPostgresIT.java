package io.wattline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = PostgresServer.createEmbedded(Map.of("max_connections", "23"));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void isAsDurableAsInProduction() throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            assertThat(query("SHOW " + setting)).as(setting).isEqualTo("on");
        }
        assertThat(query("SHOW max_connections")).isEqualTo("23");
        assertThat(query("SHOW server_version")).startsWith("18.");
    }

    @Test
    void requiresAPassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void keepsCommittedRowsThroughAKillAndLosesTheRest() throws SQLException {
        execute("CREATE TABLE kept (n int)");
        execute("INSERT INTO kept VALUES (1)");
        long pid = server.pid();
        try (Connection open = server.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (2)");
            server.kill();
            assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> query("SELECT 1")).isInstanceOf(SQLException.class);

        server.start();

        assertThat(server.pid()).isNotEqualTo(pid);
        assertThat(server.log().linesWith("automatic recovery in progress")).isNotEmpty();
        assertThat(query("SELECT string_agg(n::text, ',') FROM kept")).isEqualTo("1");
    }

    @Test
    void restartsOnItsPortWithAnotherSetting() throws SQLException {
        execute("CREATE TABLE restarted (n int)");
        server.stop();
        server.stop();
        server.start(Map.of("default_transaction_read_only", "on"));
        assertThatThrownBy(() -> execute("INSERT INTO restarted VALUES (1)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        server.stop();
        server.start();
        execute("INSERT INTO restarted VALUES (1)");
        assertThat(server.log().linesWith("automatic recovery in progress")).isEmpty();
    }

    @Test
    void answersNothingWhileFrozen() throws SQLException {
        try (Connection open = server.connect();
                Statement statement = open.createStatement()) {
            open.setNetworkTimeout(Runnable::run, 300);
            server.freeze();
            try {
                assertThatThrownBy(() -> statement.execute("SELECT 1")).hasRootCauseMessage("Read timed out");
            } finally {
                server.thaw();
            }
        }
        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void givesEachSuiteItsOwnDatabase() throws SQLException {
        String url = server.createDatabase("a_suite");
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_database()")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("a_suite");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
