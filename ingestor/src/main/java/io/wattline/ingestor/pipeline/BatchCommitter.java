package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits a batch, whatever it takes: waits out what time can cure, and takes out what the database refuses.
///
/// For one writer thread.
final class BatchCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchCommitter.class);

    private final BatchStore store;
    private final StoreHealth health;
    private final PipelineMetrics metrics;
    private final Backoff backoff;
    private final BooleanSupplier givingUp;

    /// @param givingUp asked before each further try: true ends the trying
    BatchCommitter(
            BatchStore store, StoreHealth health, PipelineMetrics metrics, Backoff backoff, BooleanSupplier givingUp) {
        this.store = store;
        this.health = health;
        this.metrics = metrics;
        this.backoff = backoff;
        this.givingUp = givingUp;
    }

    /// Commits every row of the batch, in one transaction if the database takes it as it is.
    ///
    /// @return false if it gave up; some parts may be committed nevertheless
    /// @throws InterruptedException likewise
    boolean commit(Batch batch) throws InterruptedException {
        Deque<BatchContent> parts = new ArrayDeque<>();
        parts.push(batch.content());
        boolean again = false;
        while (!parts.isEmpty()) {
            BatchContent part = parts.pop();
            if (part.rows() == 0) {
                continue;
            }
            try {
                List<QuarantineRow> conflicts = batch.committed(part, store(part), again);
                parts.push(new BatchContent(List.of(), List.of(), conflicts));
                health.stored();
                backoff.reset();
            } catch (StoreFault.BadData fault) {
                if (isRefusedQuarantineRow(part)) {
                    // Nothing is left to put it into. What else the batch holds comes first.
                    parts.addLast(part);
                    if (!failed(refusedByQuarantine(fault))) {
                        return false;
                    }
                } else {
                    // In order, so that of two readings with one key the first still wins.
                    withoutBadRow(batch, part, fault).reversed().forEach(parts::push);
                }
            } catch (StoreFault fault) {
                again |= fault instanceof StoreFault.CommitUnanswered;
                parts.push(part);
                if (!failed(fault)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Notes a failure and waits.
    ///
    /// @return whether to try again
    private boolean failed(StoreFault fault) throws InterruptedException {
        health.failed(fault);
        return waitForNextTry();
    }

    private static boolean isRefusedQuarantineRow(BatchContent part) {
        return part.rows() == 1 && !part.quarantine().isEmpty();
    }

    private static StoreFault refusedByQuarantine(StoreFault fault) {
        return new StoreFault.Misconfigured("the quarantine refuses a row: " + fault.getMessage(), fault);
    }

    private boolean waitForNextTry() throws InterruptedException {
        if (givingUp.getAsBoolean()) {
            return false;
        }
        Thread.sleep(backoff.next());
        return !givingUp.getAsBoolean();
    }

    /// Stores a part; makes missing partitions once.
    private BatchStore.Stored store(BatchContent part) {
        long start = System.nanoTime();
        BatchStore.Stored stored;
        try {
            stored = asked(() -> store.store(part));
        } catch (StoreFault.NoPartition fault) {
            makePartitions(part);
            stored = asked(() -> store.store(part));
        }
        metrics.committed(part.rows(), Duration.ofNanos(System.nanoTime() - start));
        return stored;
    }

    private void makePartitions(BatchContent part) {
        try {
            asked(() -> {
                store.makePartitions(part);
                return part;
            });
        } catch (StoreFault.BadData fault) {
            // Whatever value was refused there, it was not a reading's: none of them must end in quarantine for it.
            throw new StoreFault.Transient("cannot make a partition: " + fault.getMessage(), fault);
        }
    }

    /// The store's answer. Anything it throws beyond its contract is taken for what time can cure: nothing is
    /// acknowledged, and it is tried again.
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreFault fault) {
            throw fault;
        } catch (RuntimeException e) {
            LOG.error("unexpected fault while storing", e);
            throw new StoreFault.Transient("unexpected " + e.getClass().getSimpleName(), e);
        }
    }

    private static List<BatchContent> withoutBadRow(Batch batch, BatchContent part, StoreFault.BadData fault) {
        if (part.rows() > 1) {
            return part.halves();
        }
        Row<?> row = part.meters().isEmpty()
                ? part.vehicles().getFirst()
                : part.meters().getFirst();
        var rejection = new Rejection(
                RejectReason.OUT_OF_RANGE,
                "refused by the database: " + fault.getMessage(),
                batch.indexOf(row),
                PayloadEncoder.encode(row.reading()));
        return List.of(new BatchContent(List.of(), List.of(), batch.quarantine(row, rejection)));
    }

    /// The first and the longest wait between tries.
    static Backoff backoff(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), random);
    }
}
