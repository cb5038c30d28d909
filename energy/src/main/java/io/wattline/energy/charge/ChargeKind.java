package io.wattline.energy.charge;

import java.util.Locale;

/// What a charge can be used for.
public enum ChargeKind {
    /// At least 1 kWh over a time that both sides are sure of, and at least half of the charge: the loss rule looks at
    /// it.
    JUDGED,
    /// Too little, or too much is missing.
    SMALL,
    /// The meter drew and the vehicle received nothing: a guest, another load, or a vehicle that does not count.
    AC_ONLY,
    /// The vehicle received and the meter drew nothing: charged elsewhere, or a meter that does not count.
    DC_ONLY;

    /// The word in answers and tables: `ac_only`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
