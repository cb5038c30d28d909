package io.wattline.query.efficiency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// The efficiency ratio.
public final class Ratio {

    private static final int SCALE = 4;

    private Ratio() {}

    /// `kwhDc / kwhAc` to 4 decimal places, half-even; null where nothing was drawn.
    public static @Nullable BigDecimal of(BigDecimal kwhDc, BigDecimal kwhAc) {
        return kwhAc.signum() == 0 ? null : kwhDc.divide(kwhAc, SCALE, RoundingMode.HALF_EVEN);
    }
}
