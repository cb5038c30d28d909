package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import io.wattline.telemetry.VehicleReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/// Deliveries that are committed together, and the outcomes of their items so far. For one writer thread.
///
/// Every item is counted once with its outcome: when its row is committed, when its rejection is beyond the cap of the
/// quarantine, or when the batch is kept.
final class Batch {

    /// The books of one delivery.
    private static final class Entry {
        final Delivery delivery;
        final Decoded decoded;
        int accepted;
        int duplicates;
        int conflicts;
        int deferred;
        final List<Rejection> rejections = new ArrayList<>(0);
        final List<QuarantineRow> quarantine = new ArrayList<>(0);

        Entry(Delivery delivery, Decoded decoded) {
            this.delivery = delivery;
            this.decoded = decoded;
        }

        int outstanding() {
            return decoded.items() - accepted - duplicates - conflicts - deferred - rejections.size();
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final PipelineMetrics metrics;
    private final QuarantineCap cap;
    private int items;
    private long bytes;

    Batch(PipelineMetrics metrics, QuarantineCap cap) {
        this.metrics = metrics;
        this.cap = cap;
    }

    /// Adds a delivery. Rejected items beyond the quarantine's cap get their outcome here and have no row.
    void add(Delivery delivery, Decoded decoded) {
        Entry entry = new Entry(delivery, decoded);
        entries.add(entry);
        items += decoded.items();
        bytes += delivery.bytes();
        metrics.decoded(delivery.source(), decoded.items());
        for (Rejection rejection : decoded.rejections()) {
            entry.quarantine.addAll(quarantine(entries.size() - 1, rejection));
        }
    }

    int items() {
        return items;
    }

    /// How many bytes the payloads have.
    long bytes() {
        return bytes;
    }

    int deliveries() {
        return entries.size();
    }

    /// The rows of all items, the same at every call.
    BatchContent content() {
        var meters = new ArrayList<Row<MeterReading>>();
        var vehicles = new ArrayList<Row<VehicleReading>>();
        var quarantine = new ArrayList<QuarantineRow>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Instant receivedAt = entry.delivery.receivedAt();
            List<Reading> readings = entry.decoded.readings();
            for (int ordinal = 0; ordinal < readings.size(); ordinal++) {
                switch (readings.get(ordinal)) {
                    case MeterReading meter -> meters.add(new Row<>(meter, receivedAt, i, ordinal));
                    case VehicleReading vehicle -> vehicles.add(new Row<>(vehicle, receivedAt, i, ordinal));
                }
            }
            quarantine.addAll(entry.quarantine);
        }
        return new BatchContent(meters, vehicles, quarantine);
    }

    /// The quarantine rows for a reading that will not be stored after all: one, or none beyond the cap.
    List<QuarantineRow> quarantine(Row<?> row, Rejection rejection) {
        return quarantine(row.delivery(), rejection);
    }

    /// The position in its message of the reading in a row.
    int indexOf(Row<?> row) {
        return entries.get(row.delivery()).decoded.indexOfReading(row.ordinal());
    }

    /// Notes that a part of the content is committed.
    ///
    /// @param again whether a COMMIT of this batch was left unanswered before, so that what is found in history
    ///     with the same arrival was stored by this very batch: it is accepted, once
    /// @return the quarantine rows of conflicts, to be committed too
    List<QuarantineRow> committed(BatchContent part, BatchStore.Stored stored, boolean again) {
        var conflicts = new ArrayList<QuarantineRow>(0);
        count(part.meters(), stored.newMeters(), stored.foundMeters(), again, conflicts);
        count(part.vehicles(), stored.newVehicles(), stored.foundVehicles(), again, conflicts);
        for (QuarantineRow row : part.quarantine()) {
            refused(entries.get(row.delivery()), row.rejection());
        }
        return conflicts;
    }

    /// The deferred form of a reading of the batch.
    DeferredReading deferredOf(Row<?> row) {
        Delivery from = entries.get(row.delivery()).delivery;
        return new DeferredReading(UUID.randomUUID(), row.reading(), from.source(), from.topicName(), row.receivedAt());
    }

    /// Notes that these readings are deferred.
    void deferred(List<Row<?>> rows) {
        for (Row<?> row : rows) {
            Entry entry = entries.get(row.delivery());
            entry.deferred++;
            metrics.deferred(entry.delivery.source(), 1);
        }
    }

    /// Everything is committed: acknowledges every delivery.
    void acknowledge() {
        for (Entry entry : entries) {
            entry.delivery.acknowledge(
                    new Outcomes(entry.accepted, entry.duplicates, entry.conflicts, entry.deferred, entry.rejections));
        }
    }

    /// Gives up on what is not committed: every delivery is left to its sender, even where a part of it is stored, for
    /// the key makes the second delivery of that part harmless.
    void keep() {
        for (Entry entry : entries) {
            metrics.kept(entry.delivery.source(), entry.outstanding());
            entry.delivery.keep();
        }
    }

    private List<QuarantineRow> quarantine(int delivery, Rejection rejection) {
        Entry entry = entries.get(delivery);
        Delivery from = entry.delivery;
        if (cap.tryAcquire()) {
            return List.of(new QuarantineRow(from.receivedAt(), from.source(), from.topicName(), rejection, delivery));
        }
        refused(entry, rejection);
        metrics.suppressed();
        return List.of();
    }

    private void refused(Entry entry, Rejection rejection) {
        if (rejection.reason() == RejectReason.CONFLICT) {
            entry.conflicts++;
            metrics.conflict(entry.delivery.source(), 1);
        } else {
            entry.rejections.add(rejection);
            metrics.rejected(entry.delivery.source(), rejection.reason());
        }
    }

    private <R extends Reading> void count(
            List<Row<R>> rows, BitSet fresh, BatchStore.Found found, boolean again, List<QuarantineRow> conflicts) {
        for (int i = 0; i < rows.size(); i++) {
            Row<R> row = rows.get(i);
            Entry entry = entries.get(row.delivery());
            boolean firstOfItsKey = i == 0 || !row.sameKeyAs(rows.get(i - 1));
            if (fresh.get(i) || (again && firstOfItsKey && found.ownArrivals().get(i))) {
                entry.accepted++;
                metrics.accepted(entry.delivery.source(), row.reading().kind(), row.age());
            } else if (found.conflicts().get(i)) {
                conflicts.addAll(quarantine(row.delivery(), conflict(row)));
            } else {
                entry.duplicates++;
                metrics.duplicate(entry.delivery.source(), row.reading().kind());
            }
        }
    }

    private Rejection conflict(Row<?> row) {
        return new Rejection(
                RejectReason.CONFLICT,
                "other values are stored for this device and timestamp: the first ones count",
                indexOf(row),
                PayloadEncoder.encode(row.reading()));
    }
}
