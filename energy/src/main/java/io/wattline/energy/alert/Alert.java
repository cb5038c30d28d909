package io.wattline.energy.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A finding with a life: told, seen by somebody, over.
///
/// @param id which
/// @param kind what is wrong
/// @param pair of what
/// @param times when
/// @param handling what people did
/// @param loss how much is lost; null for other kinds, and for a loss that only its size made known
/// @param evidence names and values
public record Alert(
        UUID id,
        AlertKind kind,
        Pair pair,
        Times times,
        Handling handling,
        @Nullable Loss loss,
        SortedMap<String, String> evidence) {

    /// Copies the evidence.
    public Alert {
        evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
    }

    /// A vehicle at a meter.
    public record Pair(String vehicleId, String meterId) {}

    /// When.
    ///
    /// @param onsetAt since when it is wrong
    /// @param raisedAt when there was evidence enough
    /// @param clearedAt when it was over; null while it is not
    /// @param withdrawnAt when later data no longer showed it; null if they do
    public record Times(
            Instant onsetAt,
            Instant raisedAt,
            @Nullable Instant clearedAt,
            @Nullable Instant withdrawnAt) {}

    /// Who has seen or closed it, and what they say.
    public record Handling(
            @Nullable Act acknowledged,
            @Nullable Act closed,
            @Nullable String note) {

        /// Nobody yet.
        public static final Handling NONE = new Handling(null, null, null);
    }

    /// What somebody did.
    public record Act(Instant at, String by) {}

    /// How much is lost beyond what the pair used to lose, as shares of the drawn energy.
    ///
    /// @param size when it was raised
    /// @param margin half the width of the 95 % interval around it
    /// @param recentSize as the latest charges show it
    /// @param toldSize as it was last told
    /// @param smallestVisible the smallest loss that the pair can show
    /// @param energy since the onset
    public record Loss(
            double size,
            double margin,
            double recentSize,
            double toldSize,
            double smallestVisible,
            LostEnergy energy) {}

    /// Energy lost since the onset, in kWh.
    ///
    /// @param lostKwh that did not arrive
    /// @param extraGridKwh that was drawn for what did arrive, beyond what a healthy pair would have drawn
    public record LostEnergy(BigDecimal lostKwh, BigDecimal extraGridKwh) {}

    /// How it stands: the first of withdrawn, closed and cleared that is true, else open.
    public AlertState state() {
        if (times.withdrawnAt() != null) {
            return AlertState.WITHDRAWN;
        }
        if (handling.closed() != null) {
            return AlertState.CLOSED;
        }
        return times.clearedAt() != null ? AlertState.CLEARED : AlertState.OPEN;
    }
}
