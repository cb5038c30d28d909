package io.wattline.query.voiding;

/// The result of a [VoidOrder].
public sealed interface VoidResult {

    /// Written. The readings that are not among `changed` were so already.
    record Written(int changed) implements VoidResult {}

    /// Nothing was changed, for history has no reading like the one at this position of the order.
    record NoSuchReading(int position) implements VoidResult {}
}
