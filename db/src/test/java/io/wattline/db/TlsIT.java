package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.testing.MigratedDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that takes TLS only, with a certificate for the name `localhost`.
class TlsIT {

    private static final String PASSWORD = "canary-of-tls";

    @TempDir
    private static Path folder;

    private static Path authority;
    private static Path foreignAuthority;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        Certificates.require();
        var certificates = new Certificates(folder);
        authority = certificates.authority("authority");
        foreignAuthority = certificates.authority("foreign");
        certificates.server("server", "authority", "DNS:localhost");
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setDataDirectoryCustomizer(TlsIT::install)
                .start();
        try (Connection superuser = server.getPostgresDatabase().getConnection()) {
            Sql.execute(superuser, "CREATE ROLE service LOGIN PASSWORD '" + PASSWORD + "'");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aVerifiedServerIsConnectedToOverTls() throws SQLException {
        try (Connection connection = DataSources.connect(verifying("localhost", authority))) {
            assertThat(Sql.strings(connection, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl"))
                    .singleElement()
                    .asString()
                    .matches("TLSv1\\.[23]");
        }
    }

    @Test
    void thePoolIsVerifiedToo() throws SQLException {
        try (var pool = DataSources.pool(verifying("localhost", authority));
                Connection connection = pool.getConnection()) {
            assertThat(Sql.strings(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .containsExactly("t");
        }
    }

    @Test
    void aServerWithAForeignCertificateIsRefused() {
        assertRefused(verifying("localhost", foreignAuthority), "PKIX path building failed");
    }

    @Test
    void aServerUnderAnotherNameIsRefused() {
        assertRefused(verifying("127.0.0.1", authority), "127.0.0.1");
    }

    @Test
    void aServerWithoutTlsIsNotTalkedToInPlainText() {
        try (var database = MigratedDatabase.create()) {
            String url = database.superuser().url() + "?sslmode=verify-full&sslrootcert=" + authority;

            assertRefused(config(url), "does not support SSL");
        }
    }

    @Test
    void aCertificateFileThatIsNotThereIsNamed() {
        assertRefused(verifying("localhost", folder.resolve("absent.crt")), "absent.crt");
    }

    @Test
    void aClientThatDoesNotAskForTlsIsNotLetIn() {
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?sslmode=disable";

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
                .formatted(host, server.getPort(), rootCertificate));
    }

    private static DatabaseConfig config(String url) {
        return new DatabaseConfig(url, "service", PASSWORD, 1, "tls", DatabaseTimeouts.DEFAULT);
    }

    /// The server looks for `server.crt` and `server.key` in its data directory.
    private static void install(File dataDirectory) {
        try {
            Path directory = dataDirectory.toPath();
            Files.copy(folder.resolve("server.crt"), directory.resolve("server.crt"));
            Path key = Files.copy(folder.resolve("server.key"), directory.resolve("server.key"));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(directory.resolve("pg_hba.conf"), """
                    host    all postgres 127.0.0.1/32 trust
                    hostssl all all      127.0.0.1/32 scram-sha-256
                    hostssl all all      ::1/128      scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
