package io.wattline.ingestor.pipeline;

import java.util.BitSet;

/// Where batches are committed. One instance serves all writers; every call has a time-out of its own.
public interface BatchStore {

    /// The result for each row of a content, by position in the content's lists.
    ///
    /// @param newMeters positions in [BatchContent#meters] of new rows of history
    /// @param newVehicles positions in [BatchContent#vehicles] of new rows of history
    /// @param foundMeters what is said of the other meters' rows
    /// @param foundVehicles what is said of the other vehicles' rows
    record Stored(BitSet newMeters, BitSet newVehicles, Found foundMeters, Found foundVehicles) {

        /// Where all other rows are plain duplicates.
        public Stored(BitSet newMeters, BitSet newVehicles) {
            this(newMeters, newVehicles, Found.NOTHING, Found.NOTHING);
        }
    }

    /// What history already had.
    ///
    /// @param conflicts rows whose key is stored with other values
    /// @param ownArrivals rows whose key is stored as of the same arrival, to the microsecond: by the same delivery
    record Found(BitSet conflicts, BitSet ownArrivals) {
        static final Found NOTHING = new Found(new BitSet(), new BitSet());
    }

    /// Writes the whole content in one transaction and commits it, in the order meter history, vehicle history, live
    /// state, quarantine. After a normal return the rows are durable.
    ///
    /// @throws StoreFault if it is not known to be committed; nothing was written, except perhaps where it is
    ///     [StoreFault.CommitUnanswered]
    Stored store(BatchContent content);

    /// Makes the partitions that the content needs.
    ///
    /// @throws StoreFault if they cannot be made now
    void makePartitions(BatchContent content);
}
