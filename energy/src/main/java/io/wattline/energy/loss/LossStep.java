package io.wattline.energy.loss;

/// The result of one charge.
///
/// @param state after the charge
/// @param effect what the alarm does
public record LossStep(LossState state, Effect effect) {

    /// What a charge did to the alarm.
    public sealed interface Effect {}

    /// The charge is too small, or its loss is too large to be one: it changed nothing.
    public record Ignored() implements Effect {}

    /// The alarm did not change.
    public record Quiet() implements Effect {}

    /// An alarm was raised.
    ///
    /// @param alarm as it is now
    public record Raised(LossAlarm alarm) implements Effect {}

    /// The loss of an open alarm is at least 3 points larger than last reported.
    ///
    /// @param alarm as it is now
    public record Grown(LossAlarm alarm) implements Effect {}

    /// The loss is gone.
    ///
    /// @param alarm as it ended
    public record Cleared(LossAlarm alarm) implements Effect {}

    static final Effect IGNORED = new Ignored();
    static final Effect QUIET = new Quiet();
}
