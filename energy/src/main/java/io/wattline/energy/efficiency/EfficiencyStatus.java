package io.wattline.energy.efficiency;

import java.util.Locale;

/// The verdict on a vehicle's charging, in the order in which the verdicts are tried.
public enum EfficiencyStatus {
    /// No meter is known to feed the vehicle, so there is nothing to compare with.
    UNMAPPED,
    /// Under 1 kWh was drawn, or too few readings tell at which power.
    INSUFFICIENT_DATA,
    /// More arrived than was drawn: a wrong mapping, or a meter that misses readings.
    IMPLAUSIBLE,
    /// Clearly less arrived than a healthy car gets at that power.
    DEGRADED,
    /// As expected.
    HEALTHY;

    /// The word in answers and queries: `insufficient_data`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
