package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Rejection;
import java.time.Instant;

/// A rejected item that is to become a row of `rejected_message`.
///
/// @param receivedAt when its message arrived
/// @param source what carried it
/// @param topicName where it was published or posted
/// @param rejection the reason, the position and the bytes
/// @param delivery the position of its delivery in the batch
public record QuarantineRow(Instant receivedAt, Source source, String topicName, Rejection rejection, int delivery) {}
