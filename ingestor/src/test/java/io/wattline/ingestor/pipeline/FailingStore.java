package io.wattline.ingestor.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A recording store that fails as it is told: first with the faults queued, then for the rows it refuses.
final class FailingStore extends RecordingStore {

    private final Deque<RuntimeException> faults = new ArrayDeque<>();
    private final Deque<RuntimeException> partitionFaults = new ArrayDeque<>();
    private Predicate<Row<?>> refusesRow = row -> false;
    private Predicate<QuarantineRow> refusesQuarantine = row -> false;
    private boolean lacksPartitions;
    private int mostRows = Integer.MAX_VALUE;
    private int tries;
    private int partitionsMade;

    FailingStore failsWith(RuntimeException... next) {
        faults.addAll(List.of(next));
        return this;
    }

    FailingStore refusesRow(Predicate<Row<?>> condition) {
        refusesRow = condition;
        return this;
    }

    FailingStore refusesQuarantine(Predicate<QuarantineRow> condition) {
        refusesQuarantine = condition;
        return this;
    }

    /// Knows no day until it is told to make the partitions, which fails with the given faults first.
    FailingStore lacksPartitions(RuntimeException... makingFails) {
        lacksPartitions = true;
        partitionFaults.addAll(List.of(makingFails));
        return this;
    }

    /// Takes too long over more rows than these.
    FailingStore tooSlowAbove(int rows) {
        mostRows = rows;
        return this;
    }

    /// The answer to the next COMMIT is lost.
    ///
    /// @param committed whether the COMMIT was carried out
    FailingStore losesAnAnswer(boolean committed) {
        return failsWith(new LostAnswer(committed));
    }

    synchronized int tries() {
        return tries;
    }

    int partitionsMade() {
        return partitionsMade;
    }

    @Override
    public synchronized Stored store(BatchContent content) {
        tries++;
        RuntimeException fault = faults.poll();
        if (fault instanceof LostAnswer lost) {
            if (lost.committed) {
                super.store(content);
            }
            throw new StoreFault.CommitUnanswered(fault);
        }
        if (fault != null) {
            throw fault;
        }
        if (content.rows() > mostRows) {
            throw new StoreFault.TooSlow("SQLSTATE 57014 timeout", new IllegalStateException());
        }
        if (lacksPartitions) {
            throw new StoreFault.NoPartition("no partition", new IllegalStateException());
        }
        boolean refused = Stream.concat(content.meters().stream(), content.vehicles().stream())
                        .anyMatch(row -> refusesRow.test(row))
                || content.quarantine().stream().anyMatch(refusesQuarantine);
        if (refused) {
            throw new StoreFault.BadData("SQLSTATE 22003 out of range", new IllegalStateException());
        }
        return super.store(content);
    }

    @Override
    public void makePartitions(BatchContent content) {
        RuntimeException fault = partitionFaults.poll();
        if (fault != null) {
            throw fault;
        }
        partitionsMade++;
        lacksPartitions = false;
    }

    static StoreFault unavailable() {
        return new StoreFault.Transient("SQLSTATE 08006 gone", new IllegalStateException());
    }

    private static final class LostAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean committed;

        private LostAnswer(boolean committed) {
            this.committed = committed;
        }
    }
}
