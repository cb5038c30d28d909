package io.wattline.energy.charge;

import io.wattline.energy.Energy;
import io.wattline.energy.loss.JudgedCharge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A charge of a vehicle at a meter.
///
/// @param window where it lies
/// @param kind what it is good for
/// @param total everything that both sides moved in the window, exact
/// @param matched what they moved over the time that both are sure of, exact
/// @param trust how far the matched energies can be trusted
/// @param battery what the vehicle told of its battery
/// @param shape how the energy lies in time
public record Charge(
        ChargeWindow window, ChargeKind kind, Energy total, Energy matched, Trust trust, Battery battery, Shape shape) {

    /// How far the matched energies can be trusted.
    ///
    /// @param coverage the share of the window that both sides are sure of, 0 to 1
    /// @param cuts how often the matched time is interrupted
    /// @param acStepKwh the step of the meter's counter
    /// @param dcStepKwh the step of the vehicle's counter
    public record Trust(double coverage, int cuts, double acStepKwh, double dcStepKwh) {}

    /// The battery.
    ///
    /// @param temperatureAtStart mean of the first half hour in °C; null if not told
    /// @param socAtStart in percent; null if not told
    /// @param socAtEnd in percent; null if not told
    public record Battery(
            @Nullable Double temperatureAtStart,
            @Nullable Double socAtStart,
            @Nullable Double socAtEnd) {}

    /// How the energy lies in time.
    ///
    /// @param hoursOn matched time at more than 200 W, in hours
    /// @param peakKw mean DC power of the three best quarter hours
    /// @param overlap the share of each side's energy that falls into the same quarter hours, whatever the scale of
    ///     either, at the best shift of up to half an hour; 0 to 1
    /// @param edges how far the vehicle's first and last energy lie from the meter's; null if either side has none
    public record Shape(
            double hoursOn,
            double peakKw,
            double overlap,
            @Nullable Edges edges) {}

    /// How far the vehicle is behind the meter at the ends of a charge; negative where it is ahead.
    ///
    /// @param start at the first energy
    /// @param end at the last energy
    public record Edges(Duration start, Duration end) {}

    /// What the loss rule looks at.
    ///
    /// @throws IllegalStateException if the charge is not [ChargeKind#JUDGED]
    public JudgedCharge toJudged() {
        if (kind != ChargeKind.JUDGED) {
            throw new IllegalStateException("the loss rule judges no charge of kind " + kind.word());
        }
        return new JudgedCharge(
                window.startsAt(),
                window.knownAt(),
                matched.ac().doubleValue(),
                matched.dc().doubleValue(),
                shape.hoursOn(),
                new JudgedCharge.Conditions(battery.temperatureAtStart(), trust.cuts()));
    }
}
