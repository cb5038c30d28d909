package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Reading;
import java.time.Instant;
import java.util.UUID;

/// A reading that is stored aside because its day cannot be written.
///
/// @param id tells it from all others of its device
/// @param reading the reading
/// @param source what carried it
/// @param topicName where it was published or posted
/// @param receivedAt when its message arrived
public record DeferredReading(UUID id, Reading reading, Source source, String topicName, Instant receivedAt) {}
