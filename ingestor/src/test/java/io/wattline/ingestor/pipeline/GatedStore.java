package io.wattline.ingestor.pipeline;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A recording store whose COMMITs are not answered before the gate is opened.
final class GatedStore extends RecordingStore {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    /// Returns once a writer has handed over its first batch.
    void awaitFirstBatch() throws InterruptedException {
        if (!entered.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no writer came");
        }
    }

    void open() {
        gate.countDown();
    }

    @Override
    public Stored store(BatchContent content) {
        entered.countDown();
        try {
            if (!gate.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFault.Transient("interrupted", e);
        }
        return super.store(content);
    }
}
