package io.wattline.query.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of analysing one vehicle.
///
/// @param vehicleId the vehicle
/// @param window what was asked for
/// @param segments its mapped parts in the order of time; empty for an unmapped vehicle
/// @param sums what was counted
/// @param pairingWindow how far apart the readings of both sides may be for both to be known
/// @param judgement the verdict
public record Performance(
        String vehicleId,
        TimeWindow window,
        List<MeterSegment> segments,
        Sums sums,
        Duration pairingWindow,
        Judgement judgement) {

    /// What was counted.
    ///
    /// @param ac drawn in the mapped parts; null for an unmapped vehicle
    /// @param dc delivered in the mapped parts; for an unmapped vehicle in the whole window
    /// @param unmappedDc delivered in the window while no meter was mapped
    public record Sums(@Nullable AcTotals ac, DcTotals dc, BigDecimal unmappedDc) {}

    public Performance {
        segments = List.copyOf(segments);
    }
}
