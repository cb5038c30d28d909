package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.e2e.stack.Scrape;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Publishes the whole payload corpus to a real broker and looks at what the ingestor made of each message.
class CorpusIT {

    private static final Path CORPUS = Repository.root().resolve("e2e/src/test/resources/corpus/given.jsonl");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{NOW(?:([+-])(P[0-9DTHMS]+))?\\}");
    private static final Pattern STORED = Pattern.compile("stored kwh=([0-9.]+)");
    private static final Pattern ELEMENT = Pattern.compile("(\\d+)=([a-z_]+)");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SLOTS = 4;

    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.create();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    static Stream<Named<Supplier<Broker>>> brokers() {
        return Stream.of(Named.of("Mosquitto", Broker::mosquitto), Named.of("embedded HiveMQ CE", Broker::embedded));
    }

    @ParameterizedTest(name = "on {0}")
    @MethodSource("brokers")
    void everyOutcomeReasonAndRowCountIsAsStated(Supplier<Broker> kind) throws IOException {
        List<JsonNode> cases = read();
        try (Broker broker = kind.get();
                Stack stack = Stack.on(postgres, broker)) {
            // Far beyond the usual cap, so that every rejected item has its row.
            ServiceProcess ingestor = Stack.awaitReady(stack.launchIngestor(
                    Map.of("QUARANTINE_MAX_PER_SECOND", "10000", "MQTT_SLOTS", String.valueOf(SLOTS))));
            awaitSubscribed(ingestor);
            Instant now = Instant.now();
            try (TestDevice device = TestDevice.connect(broker)) {
                long readings = 0;
                long items = 0;
                for (JsonNode given : cases) {
                    boolean delivered = device.publish(
                            given.get("topic").asText(),
                            fillIn(given.get("payload_b64").binaryValue(), now));
                    assertThat(delivered).as("the broker has a subscriber").isTrue();
                    readings += given.get("rows").asInt();
                    items += given.get("rejected").asInt();
                    countsMatch(ingestor, given, readings, items);
                    checkQuarantine(stack, given);
                    checkStoredValue(stack, given);
                }
                Scrape end = ingestor.metrics();
                assertThat(end.balances()).as("accounts balance").isTrue();
                assertThat(end.outcome("kept") + end.outcome("dropped")).isZero();
                assertThat(stack.database().count("meter_history")
                                + stack.database().count("vehicle_history"))
                        .isEqualTo(readings);
                // Case 203 sends two values for one instant.
                assertThat(end.outcome("conflict")).isEqualTo(1);
                assertThat(stack.database().count("rejected_message")).isEqualTo(items + end.outcome("conflict"));
            }
        }
    }

    /// Waits until all slots have subscribed; an ingestor is ready with those that it has. The embedded broker
    /// looks into the queue of a share group when a message comes and when a member subscribes or acknowledges,
    /// and passes over members whose sessions it is still opening: a lone message may lie there until the next.
    private static void awaitSubscribed(ServiceProcess ingestor) {
        await("all slots subscribed")
                .atMost(LIMIT)
                .until(() -> ingestor.metrics().sum("wattline_slot_connected") == SLOTS);
    }

    private static void countsMatch(ServiceProcess ingestor, JsonNode given, long readings, long items) {
        await(given.get("id").asText())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    Scrape scrape = ingestor.metrics();
                    assertThat(scrape.outcome("accepted")).as("accepted").isEqualTo(readings);
                    assertThat(scrape.outcome("rejected")).as("rejected").isEqualTo(items);
                });
    }

    /// The newest quarantine rows are this case's, in the order of its elements.
    private static void checkQuarantine(Stack stack, JsonNode given) {
        int rejected = given.get("rejected").asInt();
        if (rejected == 0) {
            return;
        }
        List<String> newest = stack.database().sql().queryForList("""
                        SELECT coalesce(item_index::text, 'whole') || '=' || reason FROM
                        (SELECT * FROM rejected_message ORDER BY id DESC LIMIT ?) AS newest ORDER BY id
                        """, String.class, rejected);
        Matcher elements = ELEMENT.matcher(given.get("note").asText());
        List<String> stated = elements.results().map(match -> match.group()).toList();
        if (given.get("note").asText().contains("elements:")) {
            assertThat(newest).as(given.get("id").asText()).isEqualTo(stated);
        } else {
            assertThat(newest.getFirst())
                    .as(given.get("id").asText())
                    .endsWith("=" + given.get("reason").asText());
        }
    }

    private static void checkStoredValue(Stack stack, JsonNode given) {
        Matcher stored = STORED.matcher(given.get("note").asText());
        if (!stored.find()) {
            return;
        }
        String table = given.get("topic").asText().startsWith("meters/") ? "meter_history" : "vehicle_history";
        String newest = stack.database()
                .sql()
                .queryForObject("SELECT kwh::text FROM " + table + " ORDER BY received_at DESC LIMIT 1", String.class);
        assertThat(newest).as(given.get("id").asText()).isEqualTo(stored.group(1));
    }

    private static List<JsonNode> read() throws IOException {
        var mapper = new ObjectMapper();
        try (var cases = mapper.readerFor(JsonNode.class).<JsonNode>readValues(CORPUS.toFile())) {
            return cases.readAll();
        }
    }

    private static byte[] fillIn(byte[] payload, Instant now) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> {
                    Duration shift = match.group(2) == null ? Duration.ZERO : Duration.parse(match.group(2));
                    return MILLIS.format("-".equals(match.group(1)) ? now.minus(shift) : now.plus(shift));
                })
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
