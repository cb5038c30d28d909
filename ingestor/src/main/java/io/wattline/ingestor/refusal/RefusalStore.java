package io.wattline.ingestor.refusal;

import java.util.List;

/// The port to where the counts of all ingestors are added up.
public interface RefusalStore {

    /// Adds the counts.
    ///
    /// @return whether that is done; if not, nothing was added
    boolean add(List<RefusalTally.Count> counts);
}
