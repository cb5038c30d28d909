package io.wattline.sim.load;

import io.wattline.sim.report.Ledger;
import io.wattline.sim.report.PubackResult;
import io.wattline.sim.report.Tally;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Sends a workload on time and accounts for every reading of it, once.
///
/// At most 64 MiB of messages, counted with what they cost beside their payload, wait for their result; at
/// that bound dispatching waits for the broker. [#run] belongs to one thread, [#stop] to any.
public final class Dispatcher {

    private static final int MAX_OUTSTANDING_BYTES = 64 << 20;
    private static final int OVERHEAD_BYTES = 1024;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Publisher publisher;
    private final Tally tally;
    private final @Nullable Ledger ledger;
    private final Ticker ticker;
    private final Semaphore outstandingBytes = new Semaphore(MAX_OUTSTANDING_BYTES);
    private final Set<Flight> flights = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable UncheckedIOException ledgerFault;

    public Dispatcher(Publisher publisher, Tally tally, @Nullable Ledger ledger, Ticker ticker) {
        this.publisher = publisher;
        this.tally = tally;
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /// Sends all messages, then waits for their results. What has none when `drainTimeout` is over is
    /// [PubackResult#UNKNOWN].
    ///
    /// @return from the first message to the last result
    /// @throws UncheckedIOException if the ledger could not be written; the run then ends early
    /// @throws InterruptedException if the thread is interrupted; what is in flight is then accounted for as
    ///         unknown
    public Duration run(MessageSource messages, Duration drainTimeout) throws InterruptedException {
        long begin = ticker.nanos();
        try {
            Message message = messages.next();
            while (message != null && waitUntilDue(begin, message)) {
                dispatch(begin, message);
                message = messages.next();
            }
            drain(drainTimeout);
        } finally {
            giveUpOnTheRest();
        }
        UncheckedIOException fault = ledgerFault;
        if (fault != null) {
            throw fault;
        }
        return Duration.ofNanos(ticker.nanos() - begin);
    }

    /// Makes [#run] take no further message and drain.
    public void stop() {
        stopped.set(true);
    }

    private boolean waitUntilDue(long begin, Message message) throws InterruptedException {
        while (!stopped.get()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the next message to be due");
            }
            long ahead = message.isPaced() ? message.dueNanos() - (ticker.nanos() - begin) : 0;
            if (ahead <= 0) {
                return true;
            }
            ticker.pause(Math.min(ahead, LONGEST_PAUSE_NANOS));
        }
        return false;
    }

    private void dispatch(long begin, Message message) throws InterruptedException {
        int bytes = message.payload().length + OVERHEAD_BYTES;
        if (!outstandingBytes.tryAcquire(bytes)) {
            long since = ticker.nanos();
            while (!outstandingBytes.tryAcquire(bytes, LONGEST_PAUSE_NANOS, TimeUnit.NANOSECONDS)) {
                if (stopped.get()) {
                    return;
                }
            }
            tally.heldUp(ticker.nanos() - since);
        }
        Flight flight = new Flight(message, begin, bytes);
        tally.sent(message);
        flights.add(flight);
        publisher.publish(message.device(), message.payload(), flight);
    }

    private void drain(Duration timeout) throws InterruptedException {
        long deadline = ticker.nanos() + timeout.toNanos();
        while (ticker.nanos() < deadline) {
            if (outstandingBytes.tryAcquire(MAX_OUTSTANDING_BYTES, LONGEST_PAUSE_NANOS, TimeUnit.NANOSECONDS)) {
                outstandingBytes.release(MAX_OUTSTANDING_BYTES);
                return;
            }
        }
    }

    private void giveUpOnTheRest() throws InterruptedException {
        for (Flight flight : flights) {
            flight.ended(PubackResult.UNKNOWN, "");
        }
        // A result that came at the last moment may still be on its way into the ledger.
        boolean _ = outstandingBytes.tryAcquire(MAX_OUTSTANDING_BYTES, 5, TimeUnit.SECONDS);
    }

    /// One message between its dispatch and its result. The first result counts.
    private final class Flight implements Publisher.Receipt {

        private final Message message;
        private final long begin;
        private final int bytes;
        private final long dispatchedAt;
        private volatile long handedOverAt;

        Flight(Message message, long begin, int bytes) {
            this.message = message;
            this.begin = begin;
            this.bytes = bytes;
            this.dispatchedAt = ticker.nanos();
        }

        @Override
        public void handedOver() {
            handedOverAt = ticker.nanos();
            tally.handedOver(message, handedOverAt - begin, handedOverAt - dispatchedAt);
        }

        @Override
        public void ended(PubackResult result, String detail) {
            if (!flights.remove(this)) {
                return;
            }
            if (result != PubackResult.UNKNOWN) {
                tally.acknowledgedAfter(ticker.nanos() - handedOverAt);
            }
            tally.ended(message, result, detail);
            try {
                if (ledger != null) {
                    ledger.record(message.entries(), result);
                }
            } catch (UncheckedIOException e) {
                ledgerFault = e;
                stop();
            } finally {
                outstandingBytes.release(bytes);
            }
        }
    }
}
