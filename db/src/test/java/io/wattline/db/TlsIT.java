package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.testing.MigratedDatabase;
import io.wattline.servers.Certificates;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresPlan;
import io.wattline.servers.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that takes TLS only, with a certificate for the name `localhost`.
class TlsIT {

    private static final String PASSWORD = "canary-of-tls";

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Path authority;
    private static Path foreignAuthority;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws SQLException {
        certificates = new Certificates(folder)
                .authority("authority")
                .authority("foreign")
                .signed("server", "authority", "DNS:localhost");
        authority = certificates.file("authority.crt");
        foreignAuthority = certificates.file("foreign.crt");
        server = PostgresServer.createEmbedded(PostgresPlan.USUAL
                .settings(Map.of("fsync", "off", "listen_addresses", "localhost"))
                .access(List.of(
                        "host    all postgres 127.0.0.1/32 trust",
                        "hostssl all all      127.0.0.1/32 scram-sha-256",
                        "hostssl all all      ::1/128      scram-sha-256")));
        server.install(certificates.file("server.crt"));
        server.install(certificates.file("server.key"));
        server.stop();
        server.start(Map.of("ssl", "on"));
        try (Connection superuser = server.connect()) {
            Sql.execute(superuser, "CREATE ROLE service LOGIN PASSWORD '" + PASSWORD + "'");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void connectsToAVerifiedServerOverTls() throws SQLException {
        try (Connection connection = DataSources.connect(verifying("localhost", authority))) {
            assertThat(Sql.strings(connection, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl"))
                    .singleElement()
                    .asString()
                    .matches("TLSv1\\.[23]");
        }
    }

    @Test
    void poolVerifiesTheServerToo() throws SQLException {
        try (var pool = DataSources.pool(verifying("localhost", authority));
                Connection connection = pool.getConnection()) {
            assertThat(Sql.strings(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .containsExactly("t");
        }
    }

    @Test
    void refusesAServerWithAForeignCertificate() {
        assertRefused(verifying("localhost", foreignAuthority), "PKIX path building failed");
    }

    @Test
    void openPoolTrustsAnAuthorityThatReplacedAnotherInItsFile() throws Exception {
        Path used = Files.copy(foreignAuthority, folder.resolve("used.crt"), StandardCopyOption.REPLACE_EXISTING);
        try (var pool = DataSources.pool(verifying("localhost", used))) {
            assertThatThrownBy(pool::getConnection).hasStackTraceContaining("PKIX path building failed");

            Files.copy(authority, used, StandardCopyOption.REPLACE_EXISTING);

            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void refusesAServerUnderAnotherName() {
        assertRefused(verifying("127.0.0.1", authority), "127.0.0.1");
    }

    @Test
    void doesNotFallBackToPlainText() {
        try (var database = MigratedDatabase.create()) {
            String url = database.superuser().url() + "?sslmode=verify-full&sslrootcert=" + authority;

            assertRefused(config(url), "does not support SSL");
        }
    }

    @Test
    void namesAMissingCertificateFile() {
        assertRefused(verifying("localhost", folder.resolve("absent.crt")), "absent.crt");
    }

    @Test
    void serverRefusesAClientWithoutTls() {
        String url = "jdbc:postgresql://localhost:" + server.port() + "/postgres?sslmode=disable";

        assertRefused(config(url), "no encryption");
    }

    private static void assertRefused(DatabaseConfig config, String reason) {
        assertThatThrownBy(() -> DataSources.connect(config).close())
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining(reason)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(PASSWORD));
    }

    private static String stackTrace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static DatabaseConfig verifying(String host, Path rootCertificate) {
        return config("jdbc:postgresql://%s:%d/postgres?sslmode=verify-full&sslrootcert=%s"
                .formatted(host, server.port(), rootCertificate));
    }

    private static DatabaseConfig config(String url) {
        return new DatabaseConfig(url, "service", PASSWORD, 1, "tls", DatabaseTimeouts.DEFAULT);
    }
}
