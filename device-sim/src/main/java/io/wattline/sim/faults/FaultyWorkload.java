package io.wattline.sim.faults;

import io.wattline.sim.fleet.Dice;
import io.wattline.sim.fleet.Dice.Stream;
import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A workload whose devices misbehave. Sends every reading of the workload beneath, the malformed ones
/// excepted, whose place a payload takes that must be rejected.
///
/// A message passes, in this order: the clock, an outage, the malformation, the overtaking, the copying.
/// Arrays, which only come out of outages, are neither malformed nor overtaken, so that one entry has one
/// expected end.
public final class FaultyWorkload implements Workload {

    private final Workload beneath;
    private final FaultSettings settings;
    private final Dice dice;

    /// @param beneath with one reading a message
    /// @param seed decides what goes wrong when
    public FaultyWorkload(Workload beneath, FaultSettings settings, long seed) {
        this.beneath = beneath;
        this.settings = settings;
        this.dice = new Dice(seed);
    }

    @Override
    public List<Address> devices() {
        return beneath.devices();
    }

    @Override
    public MessageSource begin(Instant now) {
        return new Misbehaving(beneath.begin(now));
    }

    private final class Misbehaving implements MessageSource {

        private final MessageSource source;
        private final DeviceClocks clocks = new DeviceClocks(dice, settings.skewed());
        private final Outages outages =
                new Outages(dice, settings.offline(), devices().size());
        private final Map<Integer, Message> heldBack = new TreeMap<>();
        private final Deque<Message> ready = new ArrayDeque<>();
        private long number;
        private long lastDueNanos;

        Misbehaving(MessageSource source) {
            this.source = source;
        }

        @Override
        public @Nullable Message next() {
            while (ready.isEmpty()) {
                Message message = source.next();
                if (message == null) {
                    releaseTheRest();
                    return ready.poll();
                }
                number++;
                lastDueNanos = message.dueNanos();
                Message passed = outages.pass(clocks.dated(message));
                if (passed != null) {
                    order(malformed(passed));
                }
            }
            return ready.poll();
        }

        private Message malformed(Message message) {
            if (message.entries().size() > 1 || !drawn(Stream.MALFORMED, message, settings.malformed())) {
                return message;
            }
            Entry entry = message.entries().getFirst();
            Malformation kind = Malformation.of(dice.uniform(Stream.MALFORMED, message.device(), -number));
            Entry spoiled = new Entry(entry.reading(), entry.faults(), kind.reason()).with(Fault.MALFORMED);
            return new Message(message.device(), message.dueNanos(), kind.payload(entry.reading()), List.of(spoiled));
        }

        private void order(Message message) {
            Message held = heldBack.remove(message.device());
            if (held != null) {
                copy(message);
                copy(marked(held, message.dueNanos(), Fault.OUT_OF_ORDER));
            } else if (message.entries().size() == 1 && drawn(Stream.ORDER, message, settings.outOfOrder())) {
                heldBack.put(message.device(), message);
            } else {
                copy(message);
            }
        }

        private void copy(Message message) {
            ready.add(message);
            if (drawn(Stream.COPY, message, settings.duplicates())) {
                ready.add(marked(message, message.dueNanos(), Fault.DUPLICATE));
            }
        }

        private void releaseTheRest() {
            outages.rest(lastDueNanos).forEach(this::order);
            heldBack.values().forEach(held -> copy(marked(held, lastDueNanos)));
            heldBack.clear();
        }

        private boolean drawn(Stream stream, Message message, double share) {
            return share > 0 && dice.uniform(stream, message.device(), number) < share;
        }
    }

    private static Message marked(Message message, long dueNanos, Fault... faults) {
        List<Entry> entries = message.entries();
        for (Fault fault : faults) {
            entries = entries.stream().map(entry -> entry.with(fault)).toList();
        }
        return new Message(message.device(), dueNanos, message.payload(), entries);
    }
}
