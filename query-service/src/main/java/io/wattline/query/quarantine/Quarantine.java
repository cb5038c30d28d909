package io.wattline.query.quarantine;

import io.wattline.telemetry.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The port to the quarantine.
public interface Quarantine {

    /// The filter for items.
    ///
    /// @param reason only these; empty for all
    /// @param since only those that arrived then or later; empty for all
    record Filter(Optional<RejectReason> reason, Optional<Instant> since) {}

    /// Items in the order of their ids, the newest first, at most `limit`.
    ///
    /// @param before only those with a smaller id
    List<Rejected> page(Filter filter, long before, int limit);

    /// How many items arrived at `since` or later, by reason, the most frequent first.
    Counts counts(Instant since);

    /// Items by reason.
    ///
    /// @param capped whether only the newest so many were counted
    record Counts(List<OfReason> reasons, boolean capped) {
        public Counts {
            reasons = List.copyOf(reasons);
        }
    }

    /// Items of one reason.
    record OfReason(String reason, long count) {}
}
