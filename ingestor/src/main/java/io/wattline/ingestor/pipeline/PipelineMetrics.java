package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.RejectReason;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The port to the accounts of the pipeline, in items: one reading, or one message refused whole.
///
/// A message is received when it is offered to the [Handoff], and in flight from then on. It counts as one item until
/// it is decoded, because the number of its readings is unknown. At any time received = accepted + duplicate + conflict
/// + rejected + deferred + kept + dropped + in flight. A reading that was deferred is received again when it is brought
/// back. Called by receivers and writers at once.
public interface PipelineMetrics {

    /// A message has arrived.
    void received(Source source);

    /// A received message turned out to hold so many items, at least one.
    void decoded(Source source, int items);

    /// A reading is new and committed.
    ///
    /// @param age from its measurement until it was received; negative if its device's clock is ahead
    void accepted(Source source, DeviceKind kind, Duration age);

    /// A reading was stored already.
    void duplicate(Source source, DeviceKind kind);

    /// So many readings have a device and timestamp that are stored with other values.
    void conflict(Source source, int items);

    /// So many readings are stored aside until their day can be written.
    void deferred(Source source, int items);

    /// One item is refused for good.
    void rejected(Source source, RejectReason reason);

    /// So many items are left to their sender.
    void kept(Source source, int items);

    /// A rejected item or a conflict is not stored: it is beyond the cap of the quarantine.
    void suppressed();

    /// The answer to a COMMIT is lost: the transaction is written again, and its rows of quarantine may be there twice.
    void commitUnanswered();

    /// A transaction of so many rows is committed.
    void committed(int rows, Duration time);

    /// Exports how long the oldest unacknowledged message has been here, and how many wait undecoded.
    void watch(Supplier<Duration> oldestUnacknowledgedAge, IntSupplier waitingMessages);

    /// Exports how many deferred readings wait in the database.
    void watchDeferred(LongSupplier waiting);
}
