package io.wattline.telemetry;

/// The result of checking one JSON object.
sealed interface Checked {

    record Good(Reading reading) implements Checked {}

    record Bad(RejectReason reason, String detail) implements Checked {}
}
