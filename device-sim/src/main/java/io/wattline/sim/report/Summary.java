package io.wattline.sim.report;

import io.wattline.sim.workload.Fault;
import java.util.Map;

/// What a run came to. Counts are readings, each once: an acknowledged array of 500 counts 500.
///
/// @param counts by PUBACK result
/// @param timing when things happened
/// @param refusals the refused readings by the broker's reason
/// @param reconnects connections that were lost and made again
/// @param faults readings that were made wrong, or sent wrong, on purpose
/// @param resources what this process used
public record Summary(
        Counts counts,
        Timing timing,
        Map<String, Long> refusals,
        long reconnects,
        Map<Fault, Long> faults,
        Resources resources) {

    /// Readings by PUBACK result.
    ///
    /// @param sent handed over for sending; the sum of all the others once the run is over
    /// @param acknowledged PUBACK 0x00
    /// @param refused PUBACK 0x80 and above
    /// @param noSubscriber PUBACK 0x10
    /// @param unacknowledged no PUBACK
    public record Counts(long sent, long acknowledged, long refused, long noSubscriber, long unacknowledged) {}

    public Summary {
        refusals = Map.copyOf(refusals);
        faults = Map.copyOf(faults);
    }

    /// Whether every reading that was sent was acknowledged with 0x00.
    public boolean allAcknowledged() {
        return counts.acknowledged() == counts.sent();
    }

    /// Readings sent a second, over the whole duration; 0 for a run without one.
    public double ratePerSecond() {
        return timing.elapsed().isZero() ? 0 : counts.sent() / timing.durationSeconds();
    }
}
