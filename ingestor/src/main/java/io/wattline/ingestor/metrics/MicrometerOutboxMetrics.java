package io.wattline.ingestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.ingestor.outbox.OutboxMetrics;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// `wattline_alert_notices_total{channel,outcome}` and `wattline_alert_notices_waiting{channel}`. Safe for all threads.
public final class MicrometerOutboxMetrics implements OutboxMetrics {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();

    public MicrometerOutboxMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Exports a channel from now on.
    public void expect(String channel) {
        waiting(channel, 0);
        for (Result result : Result.values()) {
            counter(channel, result);
        }
    }

    @Override
    public void attempted(String channel, Result result) {
        counter(channel, result).increment();
    }

    private Counter counter(String channel, Result result) {
        return Counter.builder("wattline.alert.notices")
                .description("Attempts to tell a change of an alert outside")
                .tag("channel", channel)
                .tag("outcome", result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void waiting(String channel, int messages) {
        waiting.computeIfAbsent(channel, name -> {
                    AtomicInteger count = new AtomicInteger();
                    Gauge.builder("wattline.alert.notices.waiting", count, AtomicInteger::get)
                            .description("Changes of alerts that have not been told outside yet")
                            .tag("channel", name)
                            .register(registry);
                    return count;
                })
                .set(messages);
    }
}
