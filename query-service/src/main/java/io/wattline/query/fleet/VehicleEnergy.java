package io.wattline.query.fleet;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.Judgement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one vehicle drew and got in the mapped parts of a window, and what is known of it.
///
/// @param vehicleId the vehicle
/// @param meterId the last meter that fed it in the window; null for an unmapped vehicle
/// @param ac drawn; null for an unmapped vehicle
/// @param dc delivered; for an unmapped vehicle in the whole window
/// @param compared what the spans of both sides say; null where too many hours have yet to be compared, and for an
///     unmapped vehicle
public record VehicleEnergy(
        String vehicleId,
        @Nullable String meterId,
        @Nullable AcTotals ac,
        DcTotals dc,
        @Nullable Compared compared) {

    /// What the spans of both sides say.
    ///
    /// @param mapped how much of the window a meter fed the vehicle
    /// @param matched the energy of the spans
    /// @param standing what the loss rule says now of the vehicle at its last meter
    public record Compared(Duration mapped, MatchedEnergy matched, LossStanding standing) {}

    public VehicleEnergy {
        if ((meterId == null) != (ac == null)) {
            throw new IllegalArgumentException("a vehicle has a meter and AC energy, or neither");
        }
    }

    /// The verdict on it.
    Judgement judgement() {
        if (ac == null) {
            return Judgement.unmapped();
        }
        return compared == null
                ? Judgement.pending()
                : Judgement.of(compared.mapped, ac, dc, compared.matched, compared.standing);
    }
}
