package io.wattline.ingestor.pipeline;

import java.util.BitSet;
import java.util.List;

/// Where batches are committed. One instance serves all writers; every call has a time-out of its own.
public interface BatchStore {

    /// Which rows of a content became new rows of history, by position in the content's lists.
    ///
    /// @param newMeters positions in [BatchContent#meters]
    /// @param newVehicles positions in [BatchContent#vehicles]
    record Stored(BitSet newMeters, BitSet newVehicles) {}

    /// Identifies a transaction whose COMMIT was sent but not answered.
    ///
    /// @param transactionId the server's id of it
    /// @param stored what it did, if it was committed
    /// @param content what it was to write
    record Unanswered(String transactionId, Stored stored, BatchContent content) {

        /// One that was to write nothing that could be looked for.
        public Unanswered(String transactionId, Stored stored) {
            this(transactionId, stored, new BatchContent(List.of(), List.of(), List.of()));
        }
    }

    /// Writes the whole content in one transaction and commits it, in the order meter history, vehicle history, live
    /// state, quarantine. After a normal return the rows are durable.
    ///
    /// @throws StoreFault if it is not known to be committed; nothing was written, except perhaps where it is
    ///     [StoreFault.CommitUnanswered]
    Stored store(BatchContent content);

    /// Whether an unanswered transaction was committed after all. Waits for one still in progress.
    ///
    /// @throws StoreFault if that cannot be told now
    boolean wasCommitted(Unanswered unanswered);

    /// Makes the partitions that the content needs.
    ///
    /// @throws StoreFault if they cannot be made now
    void makePartitions(BatchContent content);
}
