package io.wattline.ingestor.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.Rejection;
import io.wattline.telemetry.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// `POST /v1/ingest`, `/v1/ingest/meter` and `/v1/ingest/vehicle`: one reading, or an array of 1 to 500.
///
/// Answers after COMMIT: 201 if anything was accepted, a duplicate, a conflict or deferred, 400 if everything was
/// rejected, 503 with `Retry-After` if nothing could be committed in time. Sending the same again is harmless.
public final class IngestRoutes implements HttpService {

    /// How many requests may wait for their commit at once; the hand-off has that much room beside the MQTT windows,
    /// so that HTTP and MQTT cannot starve each other.
    public static final int MAX_WAITING = 64;

    private static final Duration HANDOFF_PATIENCE = Duration.ofSeconds(1);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(10);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Handoff handoff;
    private final PayloadDecoder decoder;
    private final InstantSource clock;
    private final BooleanSupplier stopping;

    /// @param stopping once true, every request is told to come back: the writers are emptying the hand-off
    public IngestRoutes(Handoff handoff, PayloadDecoder decoder, InstantSource clock, BooleanSupplier stopping) {
        this.handoff = handoff;
        this.decoder = decoder;
        this.clock = clock;
        this.stopping = stopping;
    }

    /// The answer to a request: its items by outcome.
    ///
    /// @param accepted readings that are new
    /// @param duplicates readings whose device and timestamp were stored already
    /// @param conflicts readings whose device and timestamp were stored with other values, which count
    /// @param deferred readings that are stored aside, to be counted when their day can be written again
    /// @param rejected items that were not stored, each with its reason
    record IngestBody(int accepted, int duplicates, int conflicts, int deferred, List<RejectedItem> rejected) {

        private static final Comparator<Rejection> BY_INDEX =
                Comparator.comparing(Rejection::index, Comparator.nullsFirst(Comparator.naturalOrder()));

        static IngestBody of(Outcomes outcomes) {
            return new IngestBody(
                    outcomes.accepted(),
                    outcomes.duplicates(),
                    outcomes.conflicts(),
                    outcomes.deferred(),
                    outcomes.rejections().stream()
                            .sorted(BY_INDEX)
                            .map(RejectedItem::of)
                            .toList());
        }
    }

    /// A rejected item.
    ///
    /// @param index its position in the array, 0 for a reading on its own, null for a body refused whole
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RejectedItem(@Nullable Integer index, String reason, String detail) {

        static RejectedItem of(Rejection rejection) {
            return new RejectedItem(rejection.index(), rejection.reason().code(), rejection.detail());
        }
    }

    @Override
    public void routing(HttpRules rules) {
        ingest(rules, "/v1/ingest", null);
        ingest(rules, "/v1/ingest/meter", DeviceKind.METER);
        ingest(rules, "/v1/ingest/vehicle", DeviceKind.VEHICLE);
    }

    private void ingest(HttpRules rules, String path, @Nullable DeviceKind kind) {
        var sender = new Sender.InPayload(kind);
        rules.post(
                path,
                Endpoint.of(Scope.INGEST, request -> ingest(Body.read(request), path, sender))
                        .taking(Answer.JSON));
    }

    /// Handles a body. Waits for the commit.
    Answer ingest(byte[] body, String path, Sender sender) throws InterruptedException {
        Instant receivedAt = Reading.truncateToMicros(clock.instant());
        Decoded decoded = decoder.decode(sender, body, receivedAt);
        var delivery = new HttpDelivery(path, receivedAt, decoded, body.length);
        if (stopping.getAsBoolean() || !handoff.offer(delivery, HANDOFF_PATIENCE)) {
            throw notCommitted().asException();
        }
        Outcomes outcomes = await(delivery).orElseThrow(() -> notCommitted().asException());
        IngestBody answer = IngestBody.of(outcomes);
        if (outcomes.accepted() + outcomes.duplicates() + outcomes.conflicts() + outcomes.deferred() > 0) {
            return Answer.json(201, answer);
        }
        throw Problem.badRequest("every reading was rejected; each is in quarantine with its reason")
                .with("accepted", 0)
                .with("duplicates", 0)
                .with("conflicts", 0)
                .with("deferred", 0)
                .with("rejected", answer.rejected())
                .asException();
    }

    /// An abandoned delivery leaves the hand-off; otherwise retries during an outage would fill it.
    private Optional<Outcomes> await(HttpDelivery delivery) throws InterruptedException {
        Optional<Outcomes> outcomes = Optional.empty();
        try {
            outcomes = delivery.await(COMMIT_PATIENCE);
            return outcomes;
        } finally {
            if (outcomes.isEmpty()) {
                handoff.remove(queued -> queued == delivery);
            }
        }
    }

    private static Problem notCommitted() {
        return Problem.unavailable(
                "the readings could not be stored in time: send them again, what was stored is not stored twice",
                RETRY_AFTER_SECONDS);
    }
}
