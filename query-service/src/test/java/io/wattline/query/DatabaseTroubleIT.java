package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.servers.network.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers and probes see while the database is away, empty, slow or busy.
class DatabaseTroubleIT {

    private static DatabaseConfig at(DatabaseConfig config, String url, Duration statementTimeout) {
        return new DatabaseConfig(
                url,
                config.username(),
                config.password(),
                2,
                config.applicationName(),
                QueryConfig.timeouts(statementTimeout));
    }

    private static DatabaseConfig onPort(int port) {
        try (MigratedDatabase any = MigratedDatabase.create()) {
            return at(
                    any.configFor(DatabaseRole.QUERY),
                    "jdbc:postgresql://127.0.0.1:" + port + "/wattline",
                    Duration.ofSeconds(5));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertAwayWithin2Seconds(TestApi api) {
        long start = System.nanoTime();
        TestApi.Reply reply = api.get("/v1/vehicles/V1/live");
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(reply.problem(503).path("detail").textValue()).contains("database does not answer");
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(taken).isLessThan(Duration.ofSeconds(2));
    }

    private static void assertOnlyReadinessIsDown(TestApi api) {
        assertThat(api.get("/health/live").status()).isEqualTo(200);
        TestApi.Reply ready = api.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().at("/checks/database/status").textValue()).isEqualTo("down");
        assertThat(api.get("/health").ok().path("database").textValue()).isEqualTo("down");
    }

    @Test
    void answers503WithRetryAfterWhileTheDatabaseRefusesConnections() throws IOException {
        try (TestApi api = new TestApi(onPort(freePort()))) {
            assertAwayWithin2Seconds(api);
            assertOnlyReadinessIsDown(api);
        }
    }

    @Test
    void answers503WithRetryAfterWhileTheDatabaseIsABlackHole() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestApi api = new TestApi(onPort(silent.getLocalPort()))) {
            assertAwayWithin2Seconds(api);
            assertOnlyReadinessIsDown(api);
        }
    }

    @Test
    void reportsAMissingSchema() {
        try (MigratedDatabase empty = MigratedDatabase.createEmpty()) {
            DatabaseConfig config = empty.configFor(DatabaseRole.QUERY);
            try (TestApi api = new TestApi(at(config, config.url(), Duration.ofSeconds(5)))) {
                assertThat(api.get("/v1/vehicles/V1/live")
                                .problem(503)
                                .path("detail")
                                .textValue())
                        .contains("migrate");
                assertThat(api.get("/health/ready")
                                .json()
                                .at("/checks/database/detail")
                                .textValue())
                        .contains("run the migration");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/analytics/performance/V1", "/v1/mappings/V1"})
    void givesUpOnALockWithinTheStatementTimeout(String target) throws SQLException {
        try (TestFleet fleet = new TestFleet();
                Connection blocker = DataSources.connect(fleet.database.superuser());
                TestApi api = new TestApi(at(fleet.asQuery(), fleet.asQuery().url(), Duration.ofMillis(300)))) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE vehicle_meter IN ACCESS EXCLUSIVE MODE");
            TestApi.Reply reply = api.get(target);
            assertThat(reply.problem(503).path("detail").textValue()).contains("too long");
            blocker.rollback();
            api.get(target).problem(404);
        }
    }

    private static void awaitLockWaiter(TestFleet fleet) {
        fleet.superuser().sql("""
                DO $$
                BEGIN
                  FOR i IN 1..500 LOOP
                    IF EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation') THEN
                      RETURN;
                    END IF;
                    PERFORM pg_sleep(0.02);
                  END LOOP;
                  RAISE 'nobody waits for a lock';
                END $$
                """).update();
    }

    @Test
    void answers503Within2SecondsOfTheDatabaseFallingSilentUnderAQuery() throws Exception {
        try (TestFleet fleet = new TestFleet();
                TcpProxy proxy = TcpProxy.to(URI.create(fleet.asQuery().url().substring("jdbc:".length()))
                        .getPort());
                TestApi api = new TestApi(at(
                        fleet.asQuery(),
                        fleet.asQuery().url().replaceFirst(":[0-9]+/", ":" + proxy.port() + "/"),
                        Duration.ofSeconds(20)));
                Connection blocker = DataSources.connect(fleet.database.superuser())) {
            assertThat(api.get("/health/ready").status()).isEqualTo(200);
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE vehicle_meter IN ACCESS EXCLUSIVE MODE");
            var reply = CompletableFuture.supplyAsync(() -> api.get("/v1/mappings/V1"));
            awaitLockWaiter(fleet);
            proxy.blackHole();
            long silentSince = System.nanoTime();
            TestApi.Reply told = reply.get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - silentSince)).isLessThan(Duration.ofSeconds(2));
            assertThat(told.problem(503).path("detail").textValue()).contains("database does not answer");
            assertThat(told.header("Retry-After")).isEqualTo("5");
            blocker.rollback();
        }
    }

    @Test
    void givesASlowDatabaseTheWholeTimeout() throws SQLException {
        try (TestFleet fleet = new TestFleet();
                Connection blocker = DataSources.connect(fleet.database.superuser());
                TestApi api = new TestApi(fleet.asQuery())) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE vehicle_meter IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            assertThat(api.get("/v1/mappings/V1").problem(503).path("detail").textValue())
                    .contains("too long");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(fleet.asQuery().timeouts().lock());
            blocker.rollback();
        }
    }

    @Test
    void isReadyOnceTheDatabaseIsThere() {
        try (TestFleet fleet = new TestFleet();
                TestApi api = new TestApi(fleet.asQuery())) {
            assertThat(api.get("/health/ready").status()).isEqualTo(200);
            assertThat(api.get("/health").ok().path("status").textValue()).isEqualTo("up");
            String metrics = new String(api.get("/metrics").response().body(), StandardCharsets.UTF_8);
            assertThat(metrics).contains("hikaricp_connections_active", "jvm_memory_used_bytes", "wattline_http_");
        }
    }
}
