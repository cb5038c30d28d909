package io.wattline.e2e.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules and boards against what the services really export; and alarms that a real Prometheus sees firing.
class RulesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern METRIC = Pattern.compile("\\b(?:wattline|hikaricp|process|jvm)_[a-z0-9_]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path secrets;

    private static EmbeddedPostgres postgres;
    private static Broker broker;
    private static Stack stack;
    private static ServiceProcess query;
    private static ServiceProcess ingestor;
    private static final int INGESTOR_PORT = FreePort.next();

    @BeforeAll
    static void start() throws IOException {
        Programs.required("promtool");
        postgres = PostgresServer.createEmbedded();
        broker = Broker.mosquitto();
        stack = Stack.on(postgres, broker);
        Path keys = Files.writeString(secrets.resolve("keys"), "office:read:" + "0".repeat(64) + "\n");
        query = Stack.awaitReady(stack.launchQueryService(Map.of("API_KEYS_FILE", keys.toString())));
        ingestor = startIngestor();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
            broker.close();
            postgres.close();
        }
    }

    private static ServiceProcess startIngestor() {
        return Stack.awaitReady(
                stack.launchIngestor(Map.of("HTTP_PORT", Integer.toString(INGESTOR_PORT), "INGESTOR_ID", "watched")));
    }

    @Test
    void passesTheUnitTestsOfPromtool() {
        try (TemporaryFolder folder = TemporaryFolder.create("promtool")) {
            assertThat(promtool(folder, "check", "rules", "rules/wattline.yml")).contains("SUCCESS");
            assertThat(promtool(folder, "test", "rules", "rules/wattline-test.yml"))
                    .contains("SUCCESS");
            assertThat(promtool(folder, "check", "config", "prometheus.yml")).contains("SUCCESS");
        }
    }

    private static String promtool(TemporaryFolder folder, String verb, String what, String file) {
        return Programs.run(
                folder.path(),
                "promtool",
                verb,
                what,
                Kit.folder().resolve(file).toString());
    }

    @Test
    void metricsPassPromtoolsCheck() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("scrapes")) {
            for (ServiceProcess service : List.of(query, ingestor)) {
                Files.writeString(
                        folder.path().resolve("scrape"), service.get("/metrics").body());
                assertThat(Programs.run(folder.path(), "sh", "-c", "promtool check metrics < scrape"))
                        .isBlank();
            }
        }
    }

    @Test
    void exportsEveryMetricOfRulesAndBoards() throws IOException {
        Set<String> asked = new TreeSet<>(
                metrics(Kit.rules().lines().filter(line -> !line.strip().startsWith("#"))));
        try (Stream<Path> boards = Files.list(Kit.folder().resolve("grafana/dashboards"))) {
            for (Path board : boards.toList()) {
                asked.addAll(metrics(expressions(JSON.readTree(board.toFile())).stream()));
            }
        }
        assertThat(asked).hasSizeGreaterThan(25);
        // The broker tells of itself every ten seconds; reads make the series of their route.
        Awaitility.await("every metric").atMost(LIMIT).untilAsserted(() -> {
            query.get("/health");
            Set<String> exported = Stream.of(query, ingestor)
                    .flatMap(service -> service.metrics().samples().stream())
                    .map(sample -> sample.name())
                    .collect(Collectors.toSet());
            assertThat(exported).containsAll(asked);
        });
    }

    private static Set<String> metrics(Stream<String> texts) {
        return texts.flatMap(text -> METRIC.matcher(text).results())
                .map(found -> found.group())
                .collect(Collectors.toSet());
    }

    private static List<String> expressions(JsonNode board) {
        List<String> found = new ArrayList<>();
        board.findValues("expr").forEach(expression -> found.add(expression.asText()));
        return found;
    }

    /// With the rules' `for` at 0 s, so that nobody waits; the long form runs them as they are shipped.
    @Test
    void isSeenFiringAndResolvedByPrometheus() {
        String eager = Kit.rules().replaceAll("(?m)^( +)for: .*$", "$1for: 0s");
        try (Prometheus prometheus = Prometheus.start(eager, INGESTOR_PORT, query)) {
            Awaitility.await("both are scraped").atMost(LIMIT).until(() -> prometheus.series("up == 1") == 2);
            Awaitility.await("nothing fires")
                    .atMost(LIMIT)
                    .until(() -> prometheus.firing().isEmpty());

            for (int i = 0; i < 30; i++) {
                query.send(query.request("/v1/me")
                        .header("Authorization", "Bearer wrong")
                        .GET()
                        .build());
            }
            prometheus.await("WattlineWrongKeys", true, LIMIT);

            ingestor.post("/v1/ingest", "application/json", reading("0.5"));
            ingestor.post("/v1/ingest", "application/json", reading("0.7"));
            prometheus.await("WattlineConflictsSeen", true, LIMIT);

            ingestor.kill();
            prometheus.await("WattlineDown", true, LIMIT);
            prometheus.await("WattlineNoIngestor", true, LIMIT);
            ingestor = startIngestor();
            prometheus.await("WattlineDown", false, LIMIT);
            prometheus.await("WattlineNoIngestor", false, LIMIT);
        }
    }

    private static String reading(String kwh) {
        return "{\"meterId\":\"WATCHED\",\"kwhConsumedAc\":%s,\"voltage\":230,\"timestamp\":\"%s\"}"
                .formatted(kwh, LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z");
    }
}
