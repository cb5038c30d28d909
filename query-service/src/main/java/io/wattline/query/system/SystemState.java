package io.wattline.query.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The installation as seen in its database, in one snapshot.
///
/// @param at when it was taken
/// @param partitions how far ahead each table has its days
/// @param rollups how far rollups are
/// @param devices who sends
/// @param ingestors those that have been alive within a day
/// @param slots the consumer slots of all share groups
public record SystemState(
        Instant at,
        List<Ahead> partitions,
        Rollups rollups,
        Devices devices,
        List<IngestorState> ingestors,
        List<SlotState> slots) {

    /// How many days after today, UTC, a table has partitions for; negative if there is none for today.
    public record Ahead(String table, int days) {}

    /// How far rollups are.
    ///
    /// @param summedBefore every hour before this is summed
    /// @param lag from there until now: an hour and a few minutes where all is well
    /// @param marks device-hours that late readings have touched and that wait to be summed again
    /// @param marksCapped whether there are more marks than were counted
    public record Rollups(Instant summedBefore, Duration lag, long marks, boolean marksCapped) {}

    /// Devices that ever sent a reading.
    public record Devices(Counts meters, Counts vehicles) {}

    /// Devices of one kind.
    ///
    /// @param stale those whose newest reading is older than the bound
    public record Counts(long all, long stale) {
        /// Those whose newest reading is younger.
        public long fresh() {
            return all - stale;
        }
    }

    /// An ingestor.
    ///
    /// @param alive whether its lease runs
    /// @param connectedSince since when it has an MQTT session up; null while it has none
    public record IngestorState(
            String group,
            String ingestorId,
            boolean alive,
            @Nullable Instant connectedSince) {}

    /// A consumer slot.
    ///
    /// @param ingestorId who holds it; null if it is free
    /// @param held whether the holder's lease runs
    /// @param servedAt when it was last served by a holder with its session up; null if that is not known
    /// @param draining whether it is surplus and being emptied
    public record SlotState(
            String group,
            int slot,
            @Nullable String ingestorId,
            boolean held,
            @Nullable Instant servedAt,
            boolean draining) {}

    public SystemState {
        partitions = List.copyOf(partitions);
        ingestors = List.copyOf(ingestors);
        slots = List.copyOf(slots);
    }
}
