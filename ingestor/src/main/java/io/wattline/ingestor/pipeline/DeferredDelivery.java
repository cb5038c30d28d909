package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Decoded;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/// A reading that was deferred, on its way through the pipeline once more.
final class DeferredDelivery implements Delivery {

    private final DeferredReading deferred;
    private final BiConsumer<DeferredReading, Boolean> onEnd;

    /// @param onEnd told at its end whether history has it, or it was deferred anew
    DeferredDelivery(DeferredReading deferred, BiConsumer<DeferredReading, Boolean> onEnd) {
        this.deferred = deferred;
        this.onEnd = onEnd;
    }

    @Override
    public Source source() {
        return deferred.source();
    }

    @Override
    public String topicName() {
        return deferred.topicName();
    }

    @Override
    public Instant receivedAt() {
        return deferred.receivedAt();
    }

    /// Next to nothing: one reading.
    @Override
    public int bytes() {
        return 0;
    }

    @Override
    public Decoded decode() {
        return new Decoded(List.of(deferred.reading()), List.of());
    }

    @Override
    public boolean isAbandoned() {
        return false;
    }

    @Override
    public void acknowledge(Outcomes outcomes) {
        onEnd.accept(deferred, true);
    }

    @Override
    public void keep() {
        onEnd.accept(deferred, false);
    }
}
