package io.wattline.ingestor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MaintenanceMetricsTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MaintenanceMetrics metrics = new MaintenanceMetrics(registry);

    @Test
    void showsTheStartOfTheProcessBeforeTheFirstSuccess() {
        double started = clock.wallTime() / 1e3;
        metrics.expect("rollups");
        clock.add(Duration.ofHours(1));

        assertThat(last("rollups")).isEqualTo(started);
    }

    @Test
    void showsTheLastSuccessOfEachJob() {
        metrics.expect("rollups");
        metrics.expect("partitions");
        clock.add(Duration.ofMinutes(1));
        metrics.succeeded("rollups");

        assertThat(last("rollups")).isEqualTo(last("partitions") + 60);
    }

    private double last(String job) {
        return registry.get("wattline.maintenance.last.success.timestamp.seconds")
                .tag("job", job)
                .gauge()
                .value();
    }
}
