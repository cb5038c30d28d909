package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Rejection;
import java.util.List;

/// What became of the items of one delivery.
///
/// @param accepted readings that are new rows of history
/// @param duplicates readings whose (device, timestamp) history already had
/// @param rejections items that were quarantined, or only counted beyond the quarantine's cap
public record Settlement(int accepted, int duplicates, List<Rejection> rejections) {

    public Settlement {
        rejections = List.copyOf(rejections);
    }
}
