package io.wattline.query.performance;

import io.wattline.energy.efficiency.EfficiencyStatus;
import io.wattline.energy.pairing.PairedEnergy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of analysing one vehicle.
///
/// @param vehicleId the vehicle
/// @param window what was asked for
/// @param segments its mapped parts in the order of time; empty for an unmapped vehicle
/// @param ac drawn in the mapped parts; null for an unmapped vehicle
/// @param dc delivered in the mapped parts; for an unmapped vehicle in the whole window
/// @param verdict paired heartbeats, expectation and status
public record Performance(
        String vehicleId,
        TimeWindow window,
        List<MeterSegment> segments,
        @Nullable AcTotals ac,
        DcTotals dc,
        Judgement verdict) {

    /// How the energies are judged.
    ///
    /// @param paired what the paired heartbeats add up to; null if they were not paired
    /// @param expectedEfficiency what a healthy car reaches at this power; null where the power is unknown
    /// @param status the verdict
    public record Judgement(
            @Nullable PairedEnergy paired, @Nullable BigDecimal expectedEfficiency, EfficiencyStatus status) {}

    public Performance {
        segments = List.copyOf(segments);
    }
}
