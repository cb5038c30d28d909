package io.wattline.energy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// What was drawn and what was delivered, both in kWh and exact.
///
/// @param ac drawn from the grid, as the meter counts it
/// @param dc delivered to the battery, as the vehicle counts it
public record Energy(BigDecimal ac, BigDecimal dc) {

    /// Nothing drawn, nothing delivered.
    public static final Energy NONE = new Energy(BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int RATIO_SCALE = 4;

    /// Drawn and not delivered, exact; negative where more arrived than was drawn.
    public BigDecimal loss() {
        return ac.subtract(dc);
    }

    /// `dc / ac` to 4 decimal places, half-even; null where nothing was drawn.
    public @Nullable BigDecimal ratio() {
        return ac.signum() == 0 ? null : dc.divide(ac, RATIO_SCALE, RoundingMode.HALF_EVEN);
    }

    /// Both together.
    public Energy plus(Energy other) {
        return new Energy(ac.add(other.ac), dc.add(other.dc));
    }
}
