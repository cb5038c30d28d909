package io.wattline.sim.workload;

import io.wattline.sim.fleet.Fleet;
import io.wattline.telemetry.TelemetryTopic.Address;
import io.wattline.telemetry.WireFormat;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The past of a fleet as array payloads, oldest first: the timestamps of (end − span, end] on the heartbeat
/// grid of [LiveWorkload], so that a live run of the same fleet carries on where it ends.
///
/// An array holds at most 500 readings and 65,536 bytes. The devices take turns, an array each.
public final class BackfillWorkload implements Workload {

    private final BackfillSettings settings;

    public BackfillWorkload(BackfillSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Address> devices() {
        return Fleet.devices(settings.fleet());
    }

    @Override
    public MessageSource begin(Instant now) {
        Instant end = settings.end();
        return new History(new Fleet(settings.fleet()), Micros.of(end == null ? now : end));
    }

    private final class History implements MessageSource {

        private final Fleet fleet;
        private final HeartbeatGrid grid;
        private final long fromMicros;
        private final long endMicros;
        private final Deque<Message> ready = new ArrayDeque<>();
        private long round;
        private int device;

        History(Fleet fleet, long endMicros) {
            this.fleet = fleet;
            this.grid = new HeartbeatGrid(fleet.deviceCount(), settings.heartbeat());
            this.fromMicros = endMicros - Micros.of(settings.span());
            this.endMicros = endMicros;
        }

        @Override
        public @Nullable Message next() {
            // A device without heartbeats in this round may be followed by one that has some.
            for (int passed = 0; ready.isEmpty() && passed < fleet.deviceCount(); passed++) {
                List<Entry> entries = chunk();
                if (!entries.isEmpty()) {
                    fill(device, entries);
                }
                if (++device == fleet.deviceCount()) {
                    device = 0;
                    round++;
                }
            }
            return ready.poll();
        }

        private List<Entry> chunk() {
            long first = grid.lastCycle(device, fromMicros) + 1 + round * WireFormat.MAX_ARRAY_READINGS;
            long last = Math.min(first + WireFormat.MAX_ARRAY_READINGS - 1, grid.lastCycle(device, endMicros));
            List<Entry> entries = new ArrayList<>();
            for (long cycle = first; cycle <= last; cycle++) {
                long atMicros = grid.atMicros(device, cycle);
                Entry entry = Entry.sound(fleet.reading(device, atMicros - grid.heartbeatMicros(), atMicros));
                entries.add(fleet.isDegraded(device) ? entry.with(Fault.DEGRADED) : entry);
            }
            return entries;
        }

        private void fill(int speaker, List<Entry> entries) {
            Message message = Message.ofArray(speaker, Message.UNPACED, entries);
            if (message.payload().length <= WireFormat.MAX_PAYLOAD_BYTES) {
                ready.add(message);
                return;
            }
            int half = entries.size() / 2;
            fill(speaker, entries.subList(0, half));
            fill(speaker, entries.subList(half, entries.size()));
        }
    }
}
