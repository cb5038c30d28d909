package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as a process with a small heap, the longest page of the quarantine, and clients that do not read it.
class SlowReadersIT {

    private static final int CLIENTS = 10;
    private static final String LONGEST_PAGE = "/v1/rejected?limit=1000";

    @TempDir
    private Path folder;

    private final List<Socket> clients = new ArrayList<>();
    private TestFleet fleet;
    private Process service;
    private int port;

    @BeforeEach
    void start() throws IOException, SQLException {
        fleet = new TestFleet();
        fillQuarantine();
        port = freePort();
        service = start(fleet.asQuery());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> status("/health/ready") == 200);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (Socket client : clients) {
            client.close();
        }
        service.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        fleet.close();
    }

    private void fillQuarantine() throws SQLException {
        LocalDate day = TestFleet.NOW.atOffset(ZoneOffset.UTC).toLocalDate();
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            DayPartitions.ensure(ingest, DayPartitionedTable.REJECTED_MESSAGE, day);
        }
        fleet.superuser()
                .sql("""
                        INSERT INTO rejected_message (received_at, item_index, source, reason, topic, detail, payload)
                        SELECT :at, 0, 'mqtt', 'bad_json', 'meters/M1/telemetry', 'why', convert_to(repeat('x', 4096), 'UTF8')
                        FROM generate_series(1, 1001)
                        """)
                .param("at", TestFleet.NOW.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Process start(DatabaseConfig database) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().put("HTTP_PORT", Integer.toString(port));
        builder.environment().put("DB_URL", database.url());
        builder.environment().put("DB_USERNAME", database.username());
        builder.environment().put("DB_PASSWORD", String.valueOf(database.password()));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int status(String target) throws IOException, InterruptedException {
        return get(target).statusCode();
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    // Reads the status, and not the rest.
    private String askAndReadNoMore(String target) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        // Before connecting, or the kernel takes megabytes of the answer in.
        client.setReceiveBufferSize(4_096);
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
        client.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] line = client.getInputStream().readNBytes("HTTP/1.1 200".length());
        return new String(line, "HTTP/1.1 ".length(), 3, StandardCharsets.US_ASCII);
    }

    @Test
    void answersWhileTenClientsDoNotReadTheLongestPage() throws IOException, InterruptedException {
        assertThat(get(LONGEST_PAGE).body().length()).isGreaterThan(5_500_000);
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            statuses.add(askAndReadNoMore(LONGEST_PAGE));
        }
        assertThat(statuses).startsWith("200").contains("503").containsOnly("200", "503");
        HttpResponse<String> refused = get(LONGEST_PAGE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(refused.body()).contains("Too much is asked at once").doesNotContain("database");
        assertThat(status("/health/ready")).isEqualTo(200);
        assertThat(status("/v1/vehicles?limit=10")).isEqualTo(200);
        assertThat(service.isAlive()).isTrue();
    }
}
