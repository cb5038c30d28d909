package io.wattline.e2e.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/// A Prometheus that scrapes an ingestor and a query service every second and evaluates rules as often.
final class Prometheus implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TemporaryFolder folder;
    private final ChildProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private Prometheus(TemporaryFolder folder, ChildProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /// @param rules the text of a file of rules
    /// @param ingestorPort where an ingestor answers, now or later
    static Prometheus start(String rules, int ingestorPort, ServiceProcess queryService) {
        TemporaryFolder folder = TemporaryFolder.create("prometheus");
        int port = FreePort.next();
        try {
            Files.writeString(folder.path().resolve("rules.yml"), rules);
            Files.writeString(
                    folder.path().resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: [rules.yml]
                    scrape_configs:
                      - job_name: wattline-ingestor
                        static_configs: [{targets: ["127.0.0.1:%d"]}]
                      - job_name: wattline-query
                        static_configs: [{targets: ["127.0.0.1:%d"]}]
                    """.formatted(ingestorPort, queryService.port()));
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        }
        ChildProcess process = ChildProcess.start(Launch.program(
                "prometheus",
                folder.path(),
                Programs.required("prometheus").toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port));
        process.awaitLine("Server is ready to receive web requests", START_LIMIT);
        return new Prometheus(folder, process, port);
    }

    /// The alarms that fire now, by name.
    Set<String> firing() {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get("/api/v1/alerts").at("/data/alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    /// How many series an expression has now.
    int series(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result")
                .size();
    }

    /// Waits until an alarm fires, or no longer does; how long that took.
    Duration await(String alarm, boolean firing, Duration limit) {
        long start = System.nanoTime();
        Awaitility.await(alarm + (firing ? " fires" : " is resolved"))
                .atMost(limit)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> firing().contains(alarm) == firing);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.close();
        folder.close();
    }
}
