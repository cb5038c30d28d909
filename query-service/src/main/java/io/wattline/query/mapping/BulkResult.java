package io.wattline.query.mapping;

import java.util.List;

/// The result of writing a [MappingBatch].
public sealed interface BulkResult {

    /// All of it is written.
    record Written() implements BulkResult {}

    /// Nothing of it is written.
    ///
    /// @param conflicts the first of them, by the batch's order; empty if another writer was faster, in which case
    /// trying again tells more
    record Refused(List<Conflict> conflicts) implements BulkResult {
        public Refused {
            conflicts = List.copyOf(conflicts);
        }
    }

    /// A row that cannot be written.
    ///
    /// @param index its place in the batch, from 0
    /// @param overlap what it would break
    record Conflict(int index, Overlap overlap) {}
}
