package io.wattline.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/// A PostgreSQL server for one suite, durable as in production: fsync, full_page_writes and synchronous_commit on.
///
/// Connections need a password (SCRAM), also for the roles that the migrations create.
public sealed interface PostgresServer extends AutoCloseable permits EmbeddedPostgres, ContainerPostgres {

    /// A server in a container where a Docker engine answers and has the image or pulls it within a minute, otherwise
    /// embedded; the reason is logged once.
    static PostgresServer create() {
        return Docker.whyNot(ContainerPostgres.IMAGE).isEmpty() ? ContainerPostgres.create() : createEmbedded();
    }

    /// A server that can be stopped, killed, frozen and started again: always the embedded one.
    static EmbeddedPostgres createEmbedded() {
        return createEmbedded(Map.of());
    }

    /// The same with further server settings (`max_connections`, `ssl`, …).
    static EmbeddedPostgres createEmbedded(Map<String, String> settings) {
        return createEmbedded(PostgresPlan.USUAL.settings(settings));
    }

    /// The same with further server settings and other rules about who may enter.
    static EmbeddedPostgres createEmbedded(PostgresPlan plan) {
        return EmbeddedPostgres.create(plan);
    }

    int port();

    /// The URL of database `name`, without credentials.
    default String jdbcUrl(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
    }

    /// The URL of the database `postgres`, without credentials.
    default String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /// The superuser's name.
    default String username() {
        return "postgres";
    }

    /// The superuser's password, new with every server.
    String password();

    /// A connection of the superuser to [#jdbcUrl()], with time-outs; the caller closes it.
    default Connection connect() throws SQLException {
        return connect(jdbcUrl());
    }

    /// A connection of the superuser to `jdbcUrl`, for example through a proxy; the caller closes it.
    default Connection connect(String jdbcUrl) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", username());
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /// Creates an empty database and returns its URL: tests that share a server need not share rows. Roles are the
    /// server's, so they are shared.
    ///
    /// @param name lower-case letters, digits and `_`
    default String createDatabase(String name) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return jdbcUrl(name);
    }

    @Override
    void close();
}
