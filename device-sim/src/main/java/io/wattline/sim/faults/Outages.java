package io.wattline.sim.faults;

import io.wattline.sim.fleet.Dice;
import io.wattline.sim.fleet.Dice.Stream;
import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Store and forward: a device that is offline keeps its readings and sends them, with the first one after, as
/// one array.
///
/// An outage comes once in 200 heartbeats of a device and lasts its share of them, so at most 190 readings are
/// kept a device. One thread.
final class Outages {

    private static final int CYCLE = 200;

    private final Dice dice;
    private final int outageBeats;
    private final long[] beats;
    private final Map<Integer, List<Entry>> stored = new TreeMap<>();

    Outages(Dice dice, double share, int devices) {
        this.dice = dice;
        this.outageBeats = share == 0 ? 0 : (int) Math.max(1, Math.round(share * CYCLE));
        this.beats = new long[devices];
    }

    /// What the device sends at this heartbeat: the message, an array with what it had stored, or nothing
    /// (null).
    @Nullable
    Message pass(Message message) {
        int device = message.device();
        long beat = beats[device]++ + (long) (dice.uniform(Stream.OUTAGE, device, 0) * CYCLE);
        if (beat % CYCLE < outageBeats) {
            List<Entry> kept = stored.computeIfAbsent(device, _ -> new ArrayList<>());
            message.entries().forEach(entry -> kept.add(entry.with(Fault.OFFLINE)));
            return null;
        }
        List<Entry> kept = stored.remove(device);
        if (kept == null) {
            return message;
        }
        kept.addAll(message.entries());
        return Message.ofArray(device, message.dueNanos(), kept);
    }

    /// What is still stored when the run ends: every device comes back.
    List<Message> rest(long dueNanos) {
        List<Message> messages = new ArrayList<>();
        stored.forEach((device, kept) -> messages.add(Message.ofArray(device, dueNanos, kept)));
        stored.clear();
        return messages;
    }
}
