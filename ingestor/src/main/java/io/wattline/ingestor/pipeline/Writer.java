package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One writer: takes what waits, commits it, acknowledges it, again and again. Runs on a thread of its own.
///
/// There is no linger: under light load a batch is one message and its latency one commit; under heavy load batches
/// grow by themselves while the writer is busy.
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    /// After so many bytes of payload a batch is closed: several times what the most rows of usual readings take.
    private static final long MOST_BYTES = 4L << 20;

    private static final Duration IDLE_WAIT = Duration.ofMillis(200);

    private final Handoff handoff;
    private final BatchCommitter committer;
    private final WriterPool.Shared shared;
    private volatile @Nullable Instant oldestInHand;

    Writer(Handoff handoff, BatchCommitter committer, WriterPool.Shared shared) {
        this.handoff = handoff;
        this.committer = committer;
        this.shared = shared;
    }

    /// When the longest waiting delivery in this writer's hands arrived; null between batches.
    @Nullable
    Instant oldestInHand() {
        return oldestInHand;
    }

    @Override
    public void run() {
        try {
            while (!shared.givingUp() && (!shared.stopping() || handoff.size() > 0)) {
                Delivery first = handoff.take(IDLE_WAIT);
                if (first != null) {
                    oldestInHand = first.receivedAt();
                    write(fill(first));
                    oldestInHand = null;
                }
            }
        } catch (InterruptedException e) {
            // Told to give up: the batch in hand has been kept.
            Thread.currentThread().interrupt();
        }
    }

    private Batch fill(Delivery first) {
        var batch = new Batch(shared.metrics(), shared.cap());
        for (Delivery next = first; next != null; next = hasRoom(batch) ? handoff.takeNow() : null) {
            if (next.isAbandoned()) {
                shared.metrics().kept(next.source(), 1);
                next.keep();
            } else {
                batch.add(next, decode(next));
            }
        }
        return batch;
    }

    /// The bytes matter for messages that are refused: those that hold readings fill the rows first.
    private boolean hasRoom(Batch batch) {
        return batch.items() < committer.wantedRows() && batch.bytes() < MOST_BYTES;
    }

    private void write(Batch batch) throws InterruptedException {
        boolean committed = false;
        try {
            committed = batch.deliveries() == 0 || committer.commit(batch);
        } finally {
            if (committed) {
                batch.acknowledge();
            } else {
                batch.keep();
                shared.kept(batch.deliveries());
            }
        }
    }

    /// A decoder that throws is our bug, not the sender's; but a message that is never acknowledged would block all
    /// messages after it on its connection.
    private static Decoded decode(Delivery delivery) {
        try {
            return delivery.decode();
        } catch (RuntimeException e) {
            LOG.error(
                    "the decoder failed on a message from source={}",
                    delivery.source().code(),
                    e);
            return Decoded.refused(
                    new Rejection(RejectReason.BAD_JSON, "the decoder failed: this is a bug", null, new byte[0]));
        }
    }
}
