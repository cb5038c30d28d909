package io.wattline.energy.loss;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the loss rule looks at of one charge: its energies over the time that both sides are sure of.
///
/// @param startedAt the start of the charge; tells the charges of a pair apart
/// @param knownAt when the charge is complete, and so when an alarm that it raises is told
/// @param kwhAc drawn
/// @param kwhDc delivered
/// @param hoursOn the time at more than 200 W, in hours
/// @param conditions what bears on how far the energies can be trusted
public record JudgedCharge(
        Instant startedAt, Instant knownAt, double kwhAc, double kwhDc, double hoursOn, Conditions conditions) {

    /// What bears on how far the energies can be trusted.
    ///
    /// @param temperature of the battery at the start, in °C; null if unknown
    /// @param cuts how often the time that both sides are sure of is interrupted
    public record Conditions(@Nullable Double temperature, int cuts) {}

    /// The share of the drawn energy that did not arrive.
    public double loss() {
        return 1 - kwhDc / kwhAc;
    }
}
