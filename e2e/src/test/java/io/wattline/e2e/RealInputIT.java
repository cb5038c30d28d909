package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Repository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/// One real charging session, both sides of it, replayed through a real Mosquitto; see `samples/PROVENANCE.md`.
class RealInputIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PAIR =
            Repository.root().resolve("samples/pair_acdc_real.csv").toString();

    @Test
    void realChargingSessionAddsUpAndASecondReplayChangesNothing() {
        try (PostgresServer postgres = PostgresServer.create();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess ingestor = stack.startIngestor();
            ServiceProcess queries = stack.startQueryService();
            String end = Instant.now()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .minusSeconds(60)
                    .toString();

            ChildProcess.run(stack.simulator("replay", PAIR, "--rebase-end", end), LIMIT);
            await().atMost(LIMIT).until(() -> ingestor.metrics().outcome("accepted") == 152);
            assertThat(queries.put("/v1/mappings/tesla-s-01", "{\"meterId\":\"tesla-wallbox\"}")
                            .status())
                    .isEqualTo(200);

            JsonNode answer = performance(queries);
            assertThat(answer.get("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("10.687688");
            assertThat(answer.get("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("10.11");
            assertThat(answer.get("efficiencyRatio").asText()).isEqualTo("0.9459");
            assertThat(answer.at("/readings/meter").asInt()).isEqualTo(76);
            assertThat(answer.at("/readings/vehicle").asInt()).isEqualTo(76);
            assertThat(answer.get("averageBatteryTemp").isNull()).isTrue();
            assertThat(answer.get("status").asText()).isEqualTo("healthy");

            ChildProcess.run(stack.simulator("replay", PAIR, "--rebase-end", end), LIMIT);
            await().atMost(LIMIT).until(() -> ingestor.metrics().outcome("duplicate") == 152);
            assertThat(ingestor.metrics().outcome("accepted")).isEqualTo(152);
            JsonNode again = performance(queries);
            assertThat(again.get("totalEnergyConsumedAc")).isEqualTo(answer.get("totalEnergyConsumedAc"));
            assertThat(again.get("totalEnergyDeliveredDc")).isEqualTo(answer.get("totalEnergyDeliveredDc"));
            assertThat(again.get("readings")).isEqualTo(answer.get("readings"));
            assertThat(again.get("matched")).isEqualTo(answer.get("matched"));
        }
    }

    private static JsonNode performance(ServiceProcess queries) {
        return queries.get("/v1/analytics/performance/tesla-s-01").json();
    }
}
