package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefusedConnectionsIT {

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        for (int i = 0; i < 5; i++) {
            // Two at the same time: the client tells them apart.
            count("M" + i, TestFleet.NOW.plusSeconds(i / 2), i + 1);
        }
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static void count(String client, Instant lastSeen, int times) {
        fleet.superuser()
                .sql("""
                        INSERT INTO refused_connection (client, reason, times, first_seen, last_seen, detail)
                        VALUES (:client, 'not_authorized', :times, :first, :last, 'why')
                        """)
                .param("client", client)
                .param("times", times)
                .param("first", TestFleet.NOW.atOffset(ZoneOffset.UTC))
                .param("last", lastSeen.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void listsTheNewestFirstInPages() {
        List<String> clients = new ArrayList<>();
        String target = "/v1/rejected/connections?limit=2";
        for (String cursor = ""; cursor != null; ) {
            JsonNode page = api.get(target + cursor).json();
            page.get("items").forEach(item -> clients.add(item.get("client").asText()));
            JsonNode next = page.get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        }
        assertThat(clients).containsExactly("M4", "M3", "M2", "M1", "M0");
    }

    @Test
    void tellsWhatWasCounted() {
        JsonNode newest =
                api.get("/v1/rejected/connections?limit=1").json().get("items").get(0);
        assertThat(newest.get("client").asText()).isEqualTo("M4");
        assertThat(newest.get("reason").asText()).isEqualTo("not_authorized");
        assertThat(newest.get("count").asLong()).isEqualTo(5);
        assertThat(Instant.parse(newest.get("firstSeen").asText())).isEqualTo(TestFleet.NOW);
        assertThat(Instant.parse(newest.get("lastSeen").asText())).isEqualTo(TestFleet.NOW.plusSeconds(2));
        assertThat(newest.get("detail").asText()).isEqualTo("why");
    }

    @Test
    void refusesUnknownParameters() {
        assertThat(api.get("/v1/rejected/connections?reason=x").status()).isEqualTo(400);
        assertThat(api.get("/v1/rejected/connections?cursor=nonsense").status()).isEqualTo(400);
    }
}
