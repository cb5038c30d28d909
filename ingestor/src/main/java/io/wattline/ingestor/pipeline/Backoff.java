package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: doubling from `first` to `longest`, each shortened by up to a random half, so
/// that callers that failed together do not retry together. For one thread.
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /// The wait before the next try, between half of the current step and all of it.
    public Duration next() {
        Duration step = next;
        Duration doubled = step.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofNanos(random.nextLong(step.toNanos() / 2, step.toNanos() + 1));
    }

    /// A try succeeded: start over.
    public void reset() {
        next = first;
    }
}
