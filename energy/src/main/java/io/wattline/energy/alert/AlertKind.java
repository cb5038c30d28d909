package io.wattline.energy.alert;

import java.util.Locale;

/// The kinds of alert. An earlier kind explains a later one, except for kinds that explain nothing.
public enum AlertKind {
    /// A device that sent heartbeats has stopped.
    SILENT(true),
    /// The meter repeats the same reading.
    FROZEN(true),
    /// One side counts in another unit, or too many or too few phases.
    SCALE(true),
    /// Something else draws behind the meter.
    OTHER_LOAD(true),
    /// Meter and vehicle both move, but not together.
    MAPPING(true),
    /// One side never moves while the other does.
    DEAD(true),
    /// More arrives than was drawn.
    GAIN(true),
    /// The vehicle's clock is off.
    CLOCK(false),
    /// Readings that mean more power than any charger has.
    IMPLAUSIBLE_POWER(false),
    /// Many readings lost a field that could not be right.
    BAD_FIELD(false),
    /// A device sends other values for a timestamp that it has sent already.
    CONFLICT(false),
    /// More is lost than the pair used to lose.
    LOSS(false);

    private final boolean explainsLater;

    AlertKind(boolean explainsLater) {
        this.explainsLater = explainsLater;
    }

    boolean explains(AlertKind other) {
        return explainsLater && compareTo(other) < 0;
    }

    /// The word in answers and tables: `other_load`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
