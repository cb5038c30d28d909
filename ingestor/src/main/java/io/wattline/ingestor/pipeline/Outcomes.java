package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Rejection;
import java.util.List;

/// The outcomes of the items of one delivery.
///
/// @param accepted readings that are new rows of history
/// @param duplicates readings that history already had
/// @param conflicts readings whose (device, timestamp) history already had with other values
/// @param deferred readings that are stored aside, durable, until their day can be written
/// @param rejections items that were quarantined, or only counted beyond the quarantine's cap
public record Outcomes(int accepted, int duplicates, int conflicts, int deferred, List<Rejection> rejections) {

    public Outcomes {
        rejections = List.copyOf(rejections);
    }
}
