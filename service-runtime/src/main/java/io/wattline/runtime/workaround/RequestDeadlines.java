package io.wattline.runtime.workaround;

import java.nio.channels.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends exchanges that take too long, whatever they are stuck in: reading a body that drips, waiting in a handler,
/// or writing to a client that does not read.
///
/// Socket time-outs cannot do that: each byte that drips restarts them, and writes have none. The connection's
/// thread is interrupted, which closes its channel. Threads: `http-deadlines` interrupts, connection threads arm
/// and disarm.
///
/// Can go when Helidon has a time-out for a whole exchange.
public final class RequestDeadlines implements AutoCloseable {

    private final ScheduledExecutorService clock;
    private final Map<Thread, Deadline> armed = new ConcurrentHashMap<>();
    private final Duration limit;

    /// Deadlines of `limit` each.
    public RequestDeadlines(Duration limit) {
        this.limit = limit;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        this.clock = Executors.unconfigurableScheduledExecutorService(executor);
    }

    /// Starts the time of an exchange on the calling thread; one armed before is disarmed.
    public void arm() {
        arm(limit);
    }

    /// Starts a time of another length.
    public void arm(Duration length) {
        disarm();
        Deadline deadline = new Deadline(Thread.currentThread());
        armed.put(deadline.thread, deadline);
        deadline.schedule(length);
    }

    /// Ends the time of the exchange on the calling thread. Afterwards no interrupt of it is coming any more.
    public void disarm() {
        @Nullable Deadline deadline = armed.remove(Thread.currentThread());
        if (deadline != null) {
            deadline.cancel();
        }
    }

    /// Closes a channel once the time of an exchange has passed, unless that is cancelled.
    Future<?> closeLater(Channel channel) {
        return clock.schedule(
                () -> {
                    channel.close();
                    return null;
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Deadline {

        private final Thread thread;
        private boolean over;
        private @Nullable ScheduledFuture<?> future;

        Deadline(Thread thread) {
            this.thread = thread;
        }

        synchronized void schedule(Duration length) {
            future = clock.schedule(this::expire, length.toNanos(), TimeUnit.NANOSECONDS);
        }

        // Under the same lock as cancel(): the thread must not be interrupted once it has gone on to its next
        // exchange.
        private synchronized void expire() {
            if (!over) {
                over = true;
                thread.interrupt();
            }
        }

        synchronized void cancel() {
            over = true;
            if (future != null) {
                future.cancel(false);
            }
        }
    }
}
