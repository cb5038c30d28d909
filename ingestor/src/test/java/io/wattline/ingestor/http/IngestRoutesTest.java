package io.wattline.ingestor.http;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.runtime.http.Answer;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.Sender;
import io.wattline.telemetry.TelemetryTopic;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IngestRoutesTest {

    private static final byte[] NO_READING = "[]".getBytes(UTF_8);

    private final Handoff handoff = new Handoff(10, new MicrometerPipelineMetrics(new SimpleMeterRegistry()));
    private final IngestRoutes routes = new IngestRoutes(
            handoff,
            new PayloadDecoder(new TelemetryTopic(""), AcceptedWindow.DEFAULT),
            InstantSource.system(),
            () -> false);
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Thread caller = Thread.ofVirtual().unstarted(() -> {
        try {
            answer.complete(routes.ingest(NO_READING, "/v1/ingest", new Sender.InPayload(null)));
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    });

    @Test
    void waitsInTheHandoffUntilItIsAcknowledged() throws Exception {
        caller.start();
        eventually("it waits", () -> handoff.size() == 1);
        handoff.remove(any -> true).getFirst().acknowledge(new Outcomes(1, 0, 0, 0, List.of()));

        assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(201);
    }

    @Test
    void leavesTheHandoffWhenTheClientHasGivenUp() throws Exception {
        caller.start();
        eventually("it waits", () -> handoff.size() == 1);

        caller.interrupt();

        eventually("its place is free", () -> handoff.size() == 0);
        assertThat(answer).failsWithin(5, TimeUnit.SECONDS);
    }
}
