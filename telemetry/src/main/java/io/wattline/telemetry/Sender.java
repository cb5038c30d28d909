package io.wattline.telemetry;

import org.jspecify.annotations.Nullable;

/// What is known of a message's sender before its payload is read.
public sealed interface Sender {

    /// The device is named outside the payload, by the topic name; an id inside is optional and must agree.
    ///
    /// @param address the device
    record Named(TelemetryTopic.Address address) implements Sender {}

    /// Each reading names its own device; its id is required.
    ///
    /// @param kind the kind every reading must be of; null where the id field tells it, reading by reading
    record InPayload(@Nullable DeviceKind kind) implements Sender {}
}
