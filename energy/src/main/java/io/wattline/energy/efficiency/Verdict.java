package io.wattline.energy.efficiency;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Judges drawn against delivered energy. Compares exact products, never rounded ratios.
public final class Verdict {

    private static final BigDecimal MIN_KWH_AC = BigDecimal.ONE;
    private static final BigDecimal MAX_PLAUSIBLE = new BigDecimal("1.02");
    private static final BigDecimal TOLERANCE = new BigDecimal("0.05");

    private Verdict() {}

    /// Judges a mapped vehicle.
    ///
    /// @param expected what a healthy car reaches; null where the power is unknown, and then a ratio that is not
    ///     implausible counts as [EfficiencyStatus#INSUFFICIENT_DATA]
    public static EfficiencyStatus of(BigDecimal kwhAc, BigDecimal kwhDc, @Nullable BigDecimal expected) {
        if (!isEnough(kwhAc)) {
            return EfficiencyStatus.INSUFFICIENT_DATA;
        }
        if (kwhDc.compareTo(kwhAc.multiply(MAX_PLAUSIBLE)) > 0) {
            return EfficiencyStatus.IMPLAUSIBLE;
        }
        if (expected == null) {
            return EfficiencyStatus.INSUFFICIENT_DATA;
        }
        return kwhDc.compareTo(kwhAc.multiply(expected.subtract(TOLERANCE))) < 0
                ? EfficiencyStatus.DEGRADED
                : EfficiencyStatus.HEALTHY;
    }

    /// Whether so much was drawn that a ratio means something: 1 kWh.
    public static boolean isEnough(BigDecimal kwhAc) {
        return kwhAc.compareTo(MIN_KWH_AC) >= 0;
    }
}
