package io.wattline.query.voiding;

/// What came of a [VoidOrder].
public sealed interface VoidOutcome {

    /// Written. The readings that are not among `changed` were so already.
    record Written(int changed) implements VoidOutcome {}

    /// Nothing was changed, for history has no reading like the one at this position of the order.
    record NoSuchReading(int position) implements VoidOutcome {}
}
