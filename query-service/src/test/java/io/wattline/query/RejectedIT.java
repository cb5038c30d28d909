package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RejectedIT {

    private static final Instant YESTERDAY = TestFleet.NOW.minus(Duration.ofDays(1));

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() throws SQLException {
        fleet = new TestFleet();
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            for (Instant day : List.of(YESTERDAY, TestFleet.NOW)) {
                DayPartitions.ensure(
                        ingest,
                        DayPartitionedTable.REJECTED_MESSAGE,
                        day.atOffset(ZoneOffset.UTC).toLocalDate());
            }
        }
        for (int i = 0; i < 5; i++) {
            reject(YESTERDAY.plusSeconds(i), "bad_json", new byte[] {'{', (byte) 0xff, (byte) i});
        }
        for (int i = 0; i < 5; i++) {
            reject(TestFleet.NOW.plusSeconds(i), "ts_past", "x".repeat(5_000).getBytes(StandardCharsets.UTF_8));
        }
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static void reject(Instant at, String reason, byte[] payload) {
        fleet.superuser()
                .sql("""
                        INSERT INTO rejected_message (received_at, item_index, source, reason, topic, detail, payload)
                        VALUES (:at, 3, 'mqtt', :reason, 'meters/M1/telemetry', 'why', :payload)
                        """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("reason", reason)
                .param("payload", payload)
                .update();
    }

    private static List<Long> ids(String query) {
        List<Long> ids = new ArrayList<>();
        String target = "/v1/rejected?limit=2" + query;
        while (target != null) {
            JsonNode page = api.get(target).ok();
            page.path("items").forEach(item -> ids.add(item.path("id").longValue()));
            JsonNode next = page.path("nextCursor");
            target = next.isNull() ? null : "/v1/rejected?limit=2&cursor=" + next.textValue();
        }
        return ids;
    }

    @Test
    void listsTheNewestFirstInPages() {
        assertThat(ids("")).containsExactly(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void keepsTheFilterInTheCursor() {
        assertThat(ids("&reason=bad_json")).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(ids("&since=" + TestFleet.NOW.plusSeconds(2))).containsExactly(10L, 9L, 8L);
        assertThat(ids("&reason=bad_json&since=" + YESTERDAY.plusSeconds(3))).containsExactly(5L, 4L);
        String cursor = api.get("/v1/rejected?limit=1&reason=bad_json")
                .ok()
                .path("nextCursor")
                .textValue();
        assertThat(api.get("/v1/rejected?reason=ts_past&cursor=" + cursor)
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo("cursor");
    }

    @Test
    void returnsTheBytesAsReceived() {
        JsonNode item = api.get("/v1/rejected?reason=bad_json&limit=1").ok().at("/items/0");
        assertThat(Base64.getDecoder().decode(item.path("payload").textValue()))
                .isEqualTo(new byte[] {'{', (byte) 0xff, 4});
        assertThat(item.path("payloadBytes").intValue()).isEqualTo(3);
        assertThat(item.path("source").textValue()).isEqualTo("mqtt");
        assertThat(item.path("topic").textValue()).isEqualTo("meters/M1/telemetry");
        assertThat(item.path("itemIndex").intValue()).isEqualTo(3);
        assertThat(item.path("receivedAt").textValue())
                .isEqualTo(YESTERDAY.plusSeconds(4).toString());
    }

    @Test
    void truncatesLongPayloadsAndReportsTheirLength() {
        JsonNode item = api.get("/v1/rejected?reason=ts_past&limit=1").ok().at("/items/0");
        assertThat(Base64.getDecoder().decode(item.path("payload").textValue())).hasSize(4_096);
        assertThat(item.path("payloadBytes").intValue()).isEqualTo(5_000);
    }

    @Test
    void refusesInvalidReasonsTimesAndLimits() {
        for (String query : List.of("reason=oops", "since=yesterday", "limit=0", "cursor=x", "after=1")) {
            assertThat(api.get("/v1/rejected?" + query)
                            .problem(400)
                            .path("parameter")
                            .textValue())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void readsPagesFromIndexesOfTheRequestedDaysOnly() {
        String plan = String.join(
                "\n",
                fleet.superuser()
                        .sql("""
                                EXPLAIN SELECT id FROM rejected_message
                                WHERE reason = 'ts_past' AND id < 9223372036854775807 AND received_at >= :since
                                ORDER BY id DESC LIMIT 101
                                """)
                        .param("since", TestFleet.NOW.atOffset(ZoneOffset.UTC))
                        .query(String.class)
                        .list());
        assertThat(plan).contains("Index").doesNotContain("Sort", "Seq Scan", partition(YESTERDAY));
    }

    private static String partition(Instant day) {
        return "rejected_message_"
                + day.atOffset(ZoneOffset.UTC).toLocalDate().toString().replace('-', '_');
    }
}
