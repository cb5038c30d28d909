package io.wattline.ingestor.http;

import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.telemetry.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A request whose caller waits for the commit. Its acknowledgement is the answer.
final class HttpDelivery implements Delivery {

    private final String path;
    private final Instant receivedAt;
    private final Decoded decoded;
    private final int bytes;
    private final CompletableFuture<Optional<Outcomes>> result = new CompletableFuture<>();

    HttpDelivery(String path, Instant receivedAt, Decoded decoded, int bytes) {
        this.path = path;
        this.receivedAt = receivedAt;
        this.decoded = decoded;
        this.bytes = bytes;
    }

    /// Waits for the commit; empty if it did not come in time or the request was kept. The caller may then send the
    /// same again: whatever was stored meanwhile is a duplicate by its key.
    Optional<Outcomes> await(Duration patience) throws InterruptedException {
        try {
            return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.complete(Optional.empty());
            return result.resultNow();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a result is never completed exceptionally", e);
        }
    }

    @Override
    public Source source() {
        return Source.HTTP;
    }

    @Override
    public String topicName() {
        return path;
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public Decoded decode() {
        return decoded;
    }

    /// Once the client has been answered 503, it no longer waits.
    @Override
    public boolean isAbandoned() {
        return result.isDone();
    }

    @Override
    public void acknowledge(Outcomes outcomes) {
        result.complete(Optional.of(outcomes));
    }

    @Override
    public void keep() {
        result.complete(Optional.empty());
    }
}
