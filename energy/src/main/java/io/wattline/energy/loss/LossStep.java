package io.wattline.energy.loss;

/// What one charge did.
///
/// @param state after the charge
/// @param outcome what is to be told of it
public record LossStep(LossState state, Outcome outcome) {

    /// What a charge told the rule.
    public sealed interface Outcome {}

    /// The charge is too small, or its loss is too large to be one: it changed nothing.
    public record Ignored() implements Outcome {}

    /// Nothing to tell.
    public record Quiet() implements Outcome {}

    /// An alarm was raised.
    ///
    /// @param alarm as it is now
    public record Raised(LossAlarm alarm) implements Outcome {}

    /// The loss of an open alarm is larger by 3 points than last told.
    ///
    /// @param alarm as it is now
    public record Grown(LossAlarm alarm) implements Outcome {}

    /// The loss is gone.
    ///
    /// @param alarm as it ended
    public record Cleared(LossAlarm alarm) implements Outcome {}

    static final Outcome IGNORED = new Ignored();
    static final Outcome QUIET = new Quiet();
}
