package io.wattline.energy.verdict;

import java.util.Locale;

/// The judgement of a window, in the order in which the statuses are tried.
public enum WindowStatus {
    /// No meter is known to feed the vehicle.
    UNMAPPED,
    /// One side is known for less than half of the window while the other moved energy that could not be compared.
    MISSING_DATA,
    /// Under 1 kWh could be compared.
    INSUFFICIENT_DATA,
    /// More arrived than was drawn.
    IMPLAUSIBLE,
    /// A loss alert is open, or a vehicle that is still being learnt gets far less than a healthy one.
    DEGRADED,
    /// As expected.
    HEALTHY;

    /// The word in answers and queries: `insufficient_data`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
