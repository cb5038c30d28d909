package io.wattline.telemetry;

/// The verdict on one JSON object.
sealed interface Checked {

    record Good(Reading reading) implements Checked {}

    record Bad(RejectReason reason, String detail) implements Checked {}
}
