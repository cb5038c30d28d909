package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattline.e2e.stack.Scrape;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.ChildProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The two most common faults: the ingestor crashes, and the database goes away. The fault suite has the others.
class CrashIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int READINGS = 100_000;

    @Test
    void storesEachReadingOnceWhenKilledAmongAHundredThousand() {
        try (PostgresServer postgres = PostgresServer.create();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            Map<String, String> settings = Map.of("INGESTOR_ID", "crash", "SLOT_LEASE", "PT2S", "SLOT_RENEW", "PT0.5S");
            ServiceProcess first = Stack.awaitReady(stack.launchIngestor(settings));
            try (ChildProcess load = ChildProcess.start(stack.simulator(
                    "run", "--devices", "500", "--rate", "12000", "--connections", "4", "--count", "" + READINGS))) {
                await("in the middle").atMost(LIMIT).until(() -> first.metrics().outcome("accepted") > READINGS / 10);
                first.kill();
                long storedBefore = rows(stack);
                assertThat(storedBefore).isLessThan(READINGS);

                ServiceProcess second = Stack.awaitReady(stack.launchIngestor(settings));
                assertThat(load.exitCode(LIMIT))
                        .as("everything acknowledged by the broker")
                        .isZero();

                await("all stored").atMost(LIMIT).until(() -> rows(stack) == READINGS);
                await("nothing in flight")
                        .atMost(LIMIT)
                        .until(() -> second.metrics().inFlight() == 0);
                Scrape end = second.metrics();
                assertThat(end.balances()).isTrue();
                assertThat(end.outcome("accepted")).isLessThanOrEqualTo(READINGS - storedBefore);
                assertThat(second.terminate()).as("exit code after SIGTERM").isZero();
            }
        }
    }

    @Test
    void losesNothingAndKeepsTheHeapFlatWhenTheDatabaseStopsUnderLoad() {
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                Broker broker = Broker.mosquitto();
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess ingestor = stack.startIngestor();
            int readings = 30_000;
            try (ChildProcess load = ChildProcess.start(stack.simulator(
                    "run", "--devices", "500", "--rate", "2000", "--connections", "4", "--count", "" + readings))) {
                await("under load").atMost(LIMIT).until(() -> ingestor.metrics().outcome("accepted") > 4_000);
                postgres.stop();
                long stopped = System.nanoTime();
                await("readiness down").atMost(LIMIT).until(() -> !ingestor.isReady());
                // The outage itself, in which readiness stays down, liveness up and nothing is dropped.
                await("ten seconds")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> {
                            assertThat(ingestor.isLive()).isTrue();
                            assertThat(ingestor.isReady()).isFalse();
                            return System.nanoTime() - stopped
                                    > Duration.ofSeconds(10).toNanos();
                        });
                postgres.start();
                await("readiness up").atMost(LIMIT).until(ingestor::isReady);
                assertThat(load.exitCode(LIMIT)).isZero();

                await("all stored").atMost(LIMIT).until(() -> rows(stack) == readings);
                await("nothing in flight")
                        .atMost(LIMIT)
                        .until(() -> ingestor.metrics().inFlight() == 0);
                Scrape end = ingestor.metrics();
                assertThat(end.balances()).isTrue();
                assertThat(end.outcome("accepted")).isEqualTo(readings);
                assertThat(end.sum("wattline_slot_disconnects_total", "cause=\"by_client\""))
                        .isZero();
                // Within -Xmx192m throughout, or the process would have ended; nothing piled up either.
                assertThat(end.sum("jvm_memory_used_bytes", "area=\"heap\"")).isLessThan(150 * 1024 * 1024);
            }
        }
    }

    private static long rows(Stack stack) {
        return stack.database().count("meter_history") + stack.database().count("vehicle_history");
    }
}
