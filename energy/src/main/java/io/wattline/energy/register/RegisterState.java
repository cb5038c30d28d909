package io.wattline.energy.register;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is remembered of a device's register between two readings.
///
/// @param base the reading up to which everything is counted; null before the first
/// @param fall a fall that later readings have not decided yet; null if there is none
public record RegisterState(
        @Nullable RegisterReading base, @Nullable Fall fall) {

    /// Before the first reading.
    public static final RegisterState NEW = new RegisterState(null, null);

    /// A fall below the base.
    ///
    /// @param first what the register showed when it fell
    /// @param last the latest reading below the base
    /// @param readings how many there are below the base, in growing order
    public record Fall(BigDecimal first, RegisterReading last, int readings) {}

    /// The time of the latest reading; null before the first.
    public @Nullable Instant latestAt() {
        if (fall != null) {
            return fall.last().at();
        }
        return base == null ? null : base.at();
    }
}
