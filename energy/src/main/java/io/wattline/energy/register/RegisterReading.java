package io.wattline.energy.register;

import java.math.BigDecimal;
import java.time.Instant;

/// One reading of a cumulative register.
///
/// @param at when it was read
/// @param kwh what the register showed, at least 0
public record RegisterReading(Instant at, BigDecimal kwh) {

    public RegisterReading {
        if (kwh.signum() < 0) {
            throw new IllegalArgumentException("a register shows at least 0");
        }
    }
}
