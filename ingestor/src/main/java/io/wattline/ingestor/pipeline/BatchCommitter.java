package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits a batch: retries transient faults, quarantines readings that the database refuses, defers late readings of a
/// day that cannot be written, and splits batches that take too long.
///
/// For one writer thread.
final class BatchCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchCommitter.class);

    private final Storage storage;
    private final StoreHealth.OfWriter health;
    private final PipelineMetrics metrics;
    private final BatchSize size;
    private final Backoff backoff;
    private final BooleanSupplier givingUp;

    /// @param size how many rows a transaction may have
    /// @param givingUp asked before each further try: true ends the trying
    BatchCommitter(
            Storage storage,
            StoreHealth.OfWriter health,
            PipelineMetrics metrics,
            BatchSize size,
            Backoff backoff,
            BooleanSupplier givingUp) {
        this.storage = storage;
        this.health = health;
        this.metrics = metrics;
        this.size = size;
        this.backoff = backoff;
        this.givingUp = givingUp;
    }

    /// How many rows a batch should have.
    int wantedRows() {
        return size.rows();
    }

    /// Commits every row of the batch, in one transaction if the database takes it as it is. Late readings
    /// of a closed day are deferred after all others are committed.
    ///
    /// @return false if it gave up; some parts may be committed nevertheless
    /// @throws InterruptedException likewise
    boolean commit(Batch batch) throws InterruptedException {
        Deque<BatchContent> parts = new ArrayDeque<>();
        parts.push(batch.content());
        var held = new ArrayList<Row<?>>();
        boolean again = false;
        while (!parts.isEmpty()) {
            BatchContent part = withoutHeld(parts.pop(), held);
            if (part.rows() == 0) {
                continue;
            }
            if (!size.fits(part.rows())) {
                part.halves().reversed().forEach(parts::push);
                continue;
            }
            try {
                List<QuarantineRow> conflicts = batch.committed(part, store(part), again);
                parts.push(new BatchContent(List.of(), List.of(), conflicts));
                succeeded();
            } catch (StoreFault.BadData fault) {
                if (!resolved(batch, part, fault, parts)) {
                    return false;
                }
            } catch (StoreFault fault) {
                if (fault instanceof StoreFault.CommitUnanswered) {
                    again = true;
                    metrics.commitUnanswered();
                }
                parts.push(part);
                if (!foundClosedDays(part, fault) && !failed(part, fault)) {
                    return false;
                }
            }
        }
        return defer(batch, held);
    }

    private void succeeded() {
        health.stored();
        backoff.reset();
    }

    /// Takes out the readings that are late for a closed day.
    private BatchContent withoutHeld(BatchContent part, List<Row<?>> held) {
        List<Row<?>> waiting = part.readings(storage.closedDays()::hold);
        if (waiting.isEmpty()) {
            return part;
        }
        held.addAll(waiting);
        // By what was found, not by asking again: days open and close at any moment.
        Set<Row<?>> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        taken.addAll(waiting);
        return part.without(taken::contains);
    }

    /// Changes a part that the database refuses so that it may accept it.
    ///
    /// @return false to give up
    private boolean resolved(Batch batch, BatchContent part, StoreFault.BadData fault, Deque<BatchContent> parts)
            throws InterruptedException {
        if (isRefusedQuarantineRow(part)) {
            // Nothing is left to put it into. What else the batch holds comes first.
            parts.addLast(part);
            return failed(part, refusedByQuarantine(fault));
        }
        // In order, so that of two readings with one key the first still wins.
        withoutBadRow(batch, part, fault).reversed().forEach(parts::push);
        return true;
    }

    /// Whether it was days of late readings that could not be written; they are known to be closed from now on.
    private boolean foundClosedDays(BatchContent part, StoreFault fault) {
        if (!(fault instanceof StoreFault.Locked) && !(fault instanceof StoreFault.NoPartition)) {
            return false;
        }
        Set<HistoryDay> late = part.lateDays();
        if (late.isEmpty()) {
            return false;
        }
        try {
            Set<HistoryDay> closed = asked(() -> storage.deferral().closed(late));
            storage.closedDays().add(closed);
            return !closed.isEmpty();
        } catch (StoreFault unknown) {
            LOG.debug("cannot tell which days are closed", unknown);
            return false;
        }
    }

    private boolean defer(Batch batch, List<Row<?>> held) throws InterruptedException {
        if (held.isEmpty()) {
            return true;
        }
        List<DeferredReading> readings = held.stream().map(batch::deferredOf).toList();
        while (true) {
            try {
                asked(() -> {
                    storage.deferral().defer(readings);
                    return readings;
                });
                batch.deferred(held);
                succeeded();
                return true;
            } catch (StoreFault fault) {
                health.failed(fault);
                if (!waitForNextTry()) {
                    return false;
                }
            }
        }
    }

    /// Notes a failure and waits.
    ///
    /// @return whether to try again
    private boolean failed(BatchContent part, StoreFault fault) throws InterruptedException {
        if (fault instanceof StoreFault.TooSlow) {
            size.tooMany(part.rows());
        }
        health.failed(
                fault instanceof StoreFault.NoPartition && fault.getCause() instanceof StoreFault cause
                        ? cause
                        : fault);
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
            stored = asked(() -> storage.batches().store(part));
        } catch (StoreFault.NoPartition fault) {
            makePartitions(part);
            stored = asked(() -> storage.batches().store(part));
        }
        size.committed(part.rows());
        metrics.committed(part.rows(), Duration.ofNanos(System.nanoTime() - start));
        return stored;
    }

    private void makePartitions(BatchContent part) {
        try {
            asked(() -> {
                storage.batches().makePartitions(part);
                return part;
            });
        } catch (StoreFault.BadData fault) {
            // The refused value did not come from a reading, so no reading may go to quarantine for it.
            throw new StoreFault.NoPartition("cannot make a partition: " + fault.getMessage(), fault);
        } catch (StoreFault fault) {
            throw new StoreFault.NoPartition(String.valueOf(fault.getMessage()), fault);
        }
    }

    /// The store's answer. Any exception outside its contract counts as transient: nothing is acknowledged, and the
    /// write is repeated.
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
