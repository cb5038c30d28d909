package io.wattline.e2e.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.MosquittoServer;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.FreePort;
import io.wattline.telemetry.DeviceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The shipped rules, as they are, in a real Prometheus: each is broken for, seen firing and seen resolved.
@Tag("nightly")
class AlarmsIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<String> table = new ArrayList<>();

    @Test
    void firesAndResolvesPagingAlarms() {
        int port = FreePort.next();
        try (EmbeddedPostgres postgres = PostgresServer.createEmbedded();
                MosquittoServer broker = MosquittoServer.create();
                Stack stack = Stack.on(postgres, broker)) {
            ServiceProcess query = stack.startQueryService();
            Map<String, String> settings = Map.of("HTTP_PORT", Integer.toString(port), "INGESTOR_ID", "watched");
            ServiceProcess ingestor = Stack.awaitReady(stack.launchIngestor(settings));
            try (Prometheus prometheus = Prometheus.start(Kit.rules(), port, query)) {
                Awaitility.await("both are scraped").atMost(LIMIT).until(() -> prometheus.series("up == 1") == 2);
                assertThat(prometheus.firing()).isEmpty();

                seen(
                        prometheus,
                        "WattlineNothingStored",
                        "database stopped",
                        () -> storeNothing(postgres, broker),
                        () -> postgres.start());

                seen(prometheus, "WattlineSlotUnserved", "broker stopped", broker::stop, broker::start);

                seen(
                        prometheus,
                        "WattlineDown",
                        "ingestor killed",
                        ingestor::kill,
                        () -> Stack.awaitReady(stack.launchIngestor(settings)));

                broker.stop();
                broker.forget();
                broker.start();
                table.add("WattlineSessionLost | broker lost its sessions | "
                        + prometheus.await("WattlineSessionLost", true, LIMIT).toSeconds() + " | after 10 min");
            }
        }
        System.out.println("alarm | broken | seconds to firing | seconds to resolved");
        table.forEach(System.out::println);
    }

    private static void storeNothing(EmbeddedPostgres postgres, MosquittoServer broker) {
        postgres.stop();
        try (TestDevice device = TestDevice.connect(broker)) {
            device.publish(
                    DeviceKind.METER,
                    "M1",
                    "{\"kwhConsumedAc\":0.5,\"voltage\":230,\"timestamp\":\"%s\"}".formatted(Instant.now()));
        }
    }

    private void seen(Prometheus prometheus, String alarm, String what, Runnable damage, Runnable repair) {
        damage.run();
        long fired = prometheus.await(alarm, true, LIMIT).toSeconds();
        repair.run();
        long resolved = prometheus.await(alarm, false, LIMIT).toSeconds();
        table.add(alarm + " | " + what + " | " + fired + " | " + resolved);
    }
}
