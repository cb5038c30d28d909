package io.wattline.ingestor.refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Counts by client and reason, until they are taken. Holds at most 1,000 of them; what finds no room is counted under
/// [Refusal#OTHERS]. Safe for all threads.
public final class RefusalTally {

    /// How often a client did something since the last time that was asked.
    ///
    /// @param last the last time it did it
    public record Count(Refusal last, long times) {}

    private record Key(String client, RefusalReason reason) {}

    private static final int MOST = 1_000;

    private final Map<Key, Count> counts = new HashMap<>();
    private final Consumer<RefusalReason> meter;

    /// @param meter told of every one
    public RefusalTally(Consumer<RefusalReason> meter) {
        this.meter = meter;
    }

    /// Counts what a line of the broker's log says, if it says something about a client.
    public void brokerLogged(String line) {
        Refusal refusal = BrokerLog.read(line);
        if (refusal != null) {
            add(refusal);
        }
    }

    /// Counts a message that was published with the retain flag.
    ///
    /// @param device whose topic it is
    public void retained(String device, String topic) {
        add(new Refusal(device, RefusalReason.RETAINED_MESSAGE, "last on " + topic));
    }

    /// Hands out what was counted, and begins anew.
    public synchronized List<Count> take() {
        List<Count> taken = new ArrayList<>(counts.values());
        counts.clear();
        return taken;
    }

    /// Puts back what could not be stored.
    public synchronized void putBack(List<Count> taken) {
        taken.forEach(count -> put(count.last(), count.times()));
    }

    private void add(Refusal refusal) {
        meter.accept(refusal.reason());
        synchronized (this) {
            put(refusal, 1);
        }
    }

    private void put(Refusal refusal, long times) {
        Key key = new Key(refusal.client(), refusal.reason());
        Refusal counted = refusal;
        if (counts.size() >= MOST && !counts.containsKey(key)) {
            counted = new Refusal(Refusal.OTHERS, refusal.reason(), refusal.detail());
            key = new Key(counted.client(), counted.reason());
        }
        counts.merge(key, new Count(counted, times), (old, more) -> new Count(more.last(), old.times() + more.times()));
    }
}
