package io.wattline.ingestor.mqtt;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many bytes of received messages an ingestor holds, and the bound on them: above it nothing more is read from the
/// broker until half of it is free. Safe for all threads.
///
/// Counted are the payload and the topic name of each message, and what holds them, from its receipt until the client
/// lets go of it. What is beyond the bound at the worst is one message a connection, for one that has begun to arrive
/// is read to its end.
public final class BytesInHand {

    /// For each message besides its bytes.
    static final long OVERHEAD = 512;

    private static final Logger LOG = LoggerFactory.getLogger(BytesInHand.class);

    private final long most;
    private final ReadGate gate;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean full;

    /// @param most the bound, at least a MiB
    public BytesInHand(long most) {
        this(most, new ReadGate());
    }

    BytesInHand(long most, ReadGate gate) {
        this.most = most;
        this.gate = gate;
    }

    /// How many there are now.
    public long now() {
        return bytes.get();
    }

    /// Whether nothing is read for now.
    public boolean isFull() {
        return full;
    }

    long most() {
        return most;
    }

    ReadGate gate() {
        return gate;
    }

    void add(long added) {
        if (bytes.addAndGet(added) > most) {
            shut();
        }
    }

    void remove(long removed) {
        if (bytes.addAndGet(-removed) <= most / 2 && full) {
            openIfRoom();
        }
    }

    /// Each time, for connections that have come about since.
    private synchronized void shut() {
        if (!full) {
            full = true;
            LOG.warn("reading no more from the broker until half of what is in hand is stored: bytes={}", bytes.get());
        }
        gate.shut();
    }

    private synchronized void openIfRoom() {
        if (full && bytes.get() <= most / 2) {
            full = false;
            LOG.info("reading from the broker again: bytes={}", bytes.get());
            gate.open();
        }
    }
}
