package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.e2e.stack.PgBouncer;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Both services through PgBouncer in transaction mode, and what of their settings does not get through it.
@Tag("nightly")
class PgBouncerIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int READINGS = 200;

    private static EmbeddedPostgres postgres;
    private static Broker broker;
    private static Stack stack;
    private static PgBouncer bouncer;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.createEmbedded();
        broker = Broker.mosquitto();
        stack = Stack.on(postgres, broker);
        bouncer = new PgBouncer(
                postgres.port(),
                Map.of(
                        "wattline_ingest", stack.database().ingestEnvironment().get("DB_PASSWORD"),
                        "wattline_query", stack.database().queryEnvironment().get("DB_PASSWORD")));
    }

    @AfterAll
    static void stop() {
        bouncer.close();
        stack.close();
        broker.close();
        postgres.close();
    }

    private static String url() {
        return stack.database().url().replace(":" + postgres.port() + "/", ":" + bouncer.port() + "/")
                + "?prepareThreshold=0";
    }

    @Test
    void bothServicesWorkThroughIt() {
        Stack.awaitReady(stack.launchIngestor(Map.of("DB_URL", url())));
        ServiceProcess query = Stack.awaitReady(stack.launchQueryService(Map.of("DB_URL", url())));

        ChildProcess.run(
                stack.simulator("run", "--devices", "5", "--rate", "100", "--count", Integer.toString(READINGS)),
                LIMIT);

        await().atMost(LIMIT)
                .until(() -> stack.database().count("meter_history")
                                + stack.database().count("vehicle_history")
                        == READINGS);
        for (String path : new String[] {"/v1/vehicles", "/v1/meters", "/v1/analytics/stats", "/v1/rejected"}) {
            assertThat(query.get(path).status()).as(path).isEqualTo(200);
        }
        ServiceProcess.Answer written = query.put("/v1/mappings/V1", "{\"meterId\":\"M1\"}");
        assertThat(written.status()).isEqualTo(200);
    }

    @Test
    void sessionTimeOutsComeFromTheRole() throws SQLException {
        // Those that the migration gave the role, longer than those that the service asked for.
        assertThat(shown()).containsEntry("statement_timeout", "30s").containsEntry("lock_timeout", "5s");

        stack.database().sql().execute("ALTER ROLE wattline_ingest SET statement_timeout = '10s'");
        stack.database().sql().execute("ALTER ROLE wattline_ingest SET lock_timeout = '2s'");
        stack.database().sql().execute("ALTER ROLE wattline_ingest SET synchronous_commit = on");
        stack.database()
                .sql()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wattline_ingest'");

        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(shown())
                        .containsEntry("statement_timeout", "10s")
                        .containsEntry("lock_timeout", "2s")
                        .containsEntry("synchronous_commit", "on")
                        .containsEntry("TimeZone", "UTC"));
    }

    private static Map<String, String> shown() throws SQLException {
        var config = new DatabaseConfig(
                url(),
                "wattline_ingest",
                stack.database().ingestEnvironment().get("DB_PASSWORD"),
                1,
                "wattline-test",
                DatabaseTimeouts.DEFAULT);
        Map<String, String> shown = new HashMap<>();
        try (Connection connection = DataSources.connect(config);
                Statement statement = connection.createStatement()) {
            for (String setting :
                    new String[] {"statement_timeout", "lock_timeout", "synchronous_commit", "TimeZone"}) {
                try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
                    result.next();
                    shown.put(setting, result.getString(1));
                }
            }
        }
        return shown;
    }
}
