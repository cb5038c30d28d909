package io.wattline.query.alerts;

/// What came of an operator's act.
public sealed interface AlertOutcome {

    /// It was done.
    ///
    /// @param alert as it stands now
    record Done(AuditedAlert alert) implements AlertOutcome {}

    /// There is no such alert.
    record NoSuchAlert() implements AlertOutcome {}

    /// Its state does not allow it.
    ///
    /// @param reason says which state
    record NotAllowed(String reason) implements AlertOutcome {}
}
