package io.wattline.runtime.observe;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs a [HealthCheck] so that its callers never wait longer than a limit, and so that however many ask, it runs
/// only once at a time: everyone who comes while it runs shares its result.
final class BoundedCheck {

    /// What a check found.
    ///
    /// @param up whether it works
    /// @param detail why not; null where it works
    record Result(boolean up, @Nullable String detail) {}

    private final HealthCheck check;
    private final Duration limit;
    private final AtomicReference<@Nullable FutureTask<Result>> running = new AtomicReference<>();

    BoundedCheck(HealthCheck check, Duration limit) {
        this.check = check;
        this.limit = limit;
    }

    String name() {
        return check.name();
    }

    Result result() throws InterruptedException {
        try {
            return started().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // It goes on and is not started again before it ends, so that checks of a dead thing cannot pile up.
            return new Result(false, "no answer within " + limit);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check turns every fault into a result", e);
        }
    }

    private FutureTask<Result> started() {
        while (true) {
            @Nullable FutureTask<Result> current = running.get();
            if (current != null && !current.isDone()) {
                return current;
            }
            FutureTask<Result> next = new FutureTask<>(this::run);
            if (running.compareAndSet(current, next)) {
                Thread.ofVirtual().name("health-" + check.name()).start(next);
                return next;
            }
        }
    }

    private Result run() {
        try {
            check.probe().check();
            return new Result(true, null);
        } catch (HealthCheck.DownException e) {
            return new Result(false, e.getMessage());
        } catch (Exception e) {
            return new Result(false, e.getClass().getSimpleName());
        }
    }
}
