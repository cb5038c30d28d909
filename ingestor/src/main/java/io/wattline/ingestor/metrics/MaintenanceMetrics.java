package io.wattline.ingestor.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// When each maintenance job last succeeded, as `wattline_maintenance_last_success_timestamp_seconds{job}`.
///
/// One ingestor at a time does the jobs, so ask for the greatest of all ingestors. Before the first success the start
/// of this process stands in, so that a job that fails from the start is seen to be overdue, too. Safe for all threads.
public final class MaintenanceMetrics {

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> successMillis = new ConcurrentHashMap<>();

    public MaintenanceMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Exports a job from now on.
    public void expect(String job) {
        last(job);
    }

    /// A job has just succeeded.
    public void succeeded(String job) {
        last(job).set(now());
    }

    private AtomicLong last(String job) {
        return successMillis.computeIfAbsent(job, name -> {
            AtomicLong millis = new AtomicLong(now());
            Gauge.builder("wattline.maintenance.last.success.timestamp.seconds", millis, value -> value.get() / 1e3)
                    .description("When the job last succeeded in this process, or else when the process started")
                    .tag("job", name)
                    .register(registry);
            return millis;
        });
    }

    private long now() {
        return registry.config().clock().wallTime();
    }
}
