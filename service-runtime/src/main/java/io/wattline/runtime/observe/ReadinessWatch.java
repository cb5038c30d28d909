package io.wattline.runtime.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks the readiness checks every few seconds and exports what they found as `wattline_ready{check}`, so that a scrape
/// never waits for a check. A check that has not been asked yet counts as failed.
final class ReadinessWatch implements AutoCloseable {

    static final Duration PERIOD = Duration.ofSeconds(5);

    private final List<BoundedCheck> checks;
    private final Map<String, AtomicBoolean> found = new TreeMap<>();
    private final Thread thread = Thread.ofVirtual().name("readiness-watch").unstarted(this::looks);

    ReadinessWatch(List<BoundedCheck> checks, MeterRegistry registry) {
        this.checks = checks;
        for (BoundedCheck check : checks) {
            AtomicBoolean up = new AtomicBoolean();
            found.put(check.name(), up);
            Gauge.builder("wattline.ready", up, value -> value.get() ? 1 : 0)
                    .description("1 if the readiness check passed when it was last asked, a few seconds ago")
                    .tag("check", check.name())
                    .register(registry);
        }
    }

    void start() {
        thread.start();
    }

    /// Asks every check once.
    void look() throws InterruptedException {
        for (BoundedCheck check : checks) {
            AtomicBoolean up = found.get(check.name());
            if (up != null) {
                up.set(check.result().up());
            }
        }
    }

    private void looks() {
        try {
            while (true) {
                look();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
