package io.wattline.query.alerts;

/// The result of an operator's act.
public sealed interface AlertResult {

    /// It was done.
    ///
    /// @param alert as it stands now
    record Done(AuditedAlert alert) implements AlertResult {}

    /// There is no such alert.
    record NoSuchAlert() implements AlertResult {}

    /// Its state does not allow it.
    ///
    /// @param reason says which state
    record NotAllowed(String reason) implements AlertResult {}
}
