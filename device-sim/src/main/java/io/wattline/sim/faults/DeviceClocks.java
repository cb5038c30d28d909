package io.wattline.sim.faults;

import io.wattline.sim.fleet.Dice;
import io.wattline.sim.fleet.Dice.Stream;
import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.Message;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import java.time.Duration;

/// Clocks that are wrong by the same amount all the time.
///
/// Half of them by 1 to 4 minutes either way, which is accepted; half run 6 to 10 minutes ahead, which is
/// `ts_future`. Nothing lies within a minute of the limit of five, so a slow road to the ingestor does not
/// change what must come of it.
record DeviceClocks(Dice dice, double share) {

    /// The message, of one reading, as its device dates it.
    Message dated(Message message) {
        Duration offset = offset(message.device());
        if (offset.isZero()) {
            return message;
        }
        Entry entry = message.entries().getFirst();
        Reading moved = entry.reading().at(entry.reading().measuredAt().plus(offset));
        RejectReason rejection =
                offset.compareTo(Duration.ofMinutes(5)) > 0 ? RejectReason.TS_FUTURE : entry.rejection();
        Entry dated = new Entry(moved, entry.faults(), rejection).with(Fault.SKEWED);
        return Message.of(message.device(), message.dueNanos(), dated);
    }

    Duration offset(int device) {
        if (dice.uniform(Stream.CLOCK, device, 0) >= share) {
            return Duration.ZERO;
        }
        double kind = dice.uniform(Stream.CLOCK, device, 1);
        double amount = dice.uniform(Stream.CLOCK, device, 2);
        if (kind < 0.5) {
            return millis(6 + 4 * amount);
        }
        return kind < 0.75 ? millis(1 + 3 * amount) : millis(-1 - 3 * amount);
    }

    private static Duration millis(double minutes) {
        return Duration.ofMillis((long) (minutes * 60_000));
    }
}
