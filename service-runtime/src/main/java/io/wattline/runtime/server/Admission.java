package io.wattline.runtime.server;

import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Handler;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Request;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets a bounded number of handlers run and a bounded number wait a bounded time; everyone else is told 503 at
/// once.
final class Admission {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Semaphore running;
    private final Semaphore waiting;
    private final int maxRunning;
    private final int maxWaiting;
    private final long maxQueueNanos;

    Admission(HttpLimits.Load load) {
        this.running = new Semaphore(load.maxConcurrentRequests(), true);
        this.waiting = new Semaphore(load.maxQueuedRequests());
        this.maxRunning = load.maxConcurrentRequests();
        this.maxWaiting = load.maxQueuedRequests();
        this.maxQueueNanos = load.maxQueueTime().toNanos();
    }

    Answer handle(Handler handler, Request request) throws InterruptedException {
        if (!running.tryAcquire() && !queue()) {
            throw Problem.unavailable("The service is busy; try again shortly", RETRY_AFTER_SECONDS)
                    .asException();
        }
        try {
            return handler.handle(request);
        } finally {
            running.release();
        }
    }

    /// Handlers running now.
    int running() {
        return maxRunning - running.availablePermits();
    }

    /// Requests waiting now.
    int waiting() {
        return maxWaiting - waiting.availablePermits();
    }

    private boolean queue() throws InterruptedException {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return running.tryAcquire(maxQueueNanos, TimeUnit.NANOSECONDS);
        } finally {
            waiting.release();
        }
    }
}
