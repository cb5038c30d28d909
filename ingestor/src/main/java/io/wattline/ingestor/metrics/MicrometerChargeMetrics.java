package io.wattline.ingestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.energy.alert.AlertKind;
import io.wattline.ingestor.charging.ChargeMetrics;
import java.util.Map;

/// `wattline_alerts_open{kind}` and `wattline_charges_made_total`.
///
/// An ingestor that has not had the turn of the jobs yet knows of no alert: ask for the one whose job `charges`
/// succeeded last. Safe for all threads.
public final class MicrometerChargeMetrics implements ChargeMetrics {

    private final Counter made;
    private volatile Map<String, Integer> open = Map.of();
    private volatile boolean known;

    /// Registers all of them.
    public MicrometerChargeMetrics(MeterRegistry registry) {
        for (AlertKind kind : AlertKind.values()) {
            Gauge.builder("wattline.alerts.open", () -> known ? open.getOrDefault(kind.word(), 0) : Double.NaN)
                    .description("Alerts that are open, as the last round of the job saw them")
                    .tag("kind", kind.word())
                    .register(registry);
        }
        made = Counter.builder("wattline.charges.made")
                .description("Charges made, or made again with another result")
                .register(registry);
    }

    @Override
    public void made(int charges) {
        made.increment(charges);
    }

    @Override
    public void open(Map<String, Integer> alerts) {
        open = Map.copyOf(alerts);
        known = true;
    }
}
