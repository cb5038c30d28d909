package io.wattline.sim.report;

import java.time.Duration;
import java.util.Map;

/// What a run came to. Counts are readings, each once: an acknowledged array of 500 counts 500.
///
/// @param counts by outcome
/// @param elapsed from the first message to the last outcome
/// @param pubackMillis from the hand-over to the MQTT client to the PUBACK
/// @param lateMillis from a message's due time to that hand-over; zero for what had no due time
/// @param reconnects connections that were lost and came back
/// @param refusals the refused readings by the broker's reason
public record Summary(
        Counts counts,
        Duration elapsed,
        Percentiles pubackMillis,
        Percentiles lateMillis,
        long reconnects,
        Map<String, Long> refusals) {

    /// Readings by outcome.
    ///
    /// @param sent handed over for sending; the sum of all the others once the run is over
    /// @param acknowledged PUBACK 0x00
    /// @param refused PUBACK 0x80 and above
    /// @param noSubscriber PUBACK 0x10
    /// @param unacknowledged no PUBACK
    public record Counts(long sent, long acknowledged, long refused, long noSubscriber, long unacknowledged) {}

    public Summary {
        refusals = Map.copyOf(refusals);
    }

    /// Whether every reading that was sent was acknowledged with 0x00.
    public boolean allAcknowledged() {
        return counts.acknowledged() == counts.sent();
    }

    public double durationSeconds() {
        return elapsed.toNanos() / 1e9;
    }

    /// Readings sent a second, over the whole duration; 0 for a run without one.
    public double ratePerSecond() {
        return elapsed.isZero() ? 0 : counts.sent() / durationSeconds();
    }
}
