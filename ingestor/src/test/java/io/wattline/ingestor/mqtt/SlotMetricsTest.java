package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SlotMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SlotMetrics metrics = new SlotMetrics(registry);

    private double dropped() {
        return registry.get("wattline.broker.publishes.dropped")
                .functionCounter()
                .count();
    }

    // An alarm asks for the increase; a counter that appears as 3 has none.
    @Test
    void countsWhatTheBrokerDropsFromZero() {
        assertThat(dropped()).isZero();
        metrics.brokerDropped(3, false);
        assertThat(dropped()).isEqualTo(3);
    }

    @Test
    void ignoresMessagesDroppedBeforeItListened() {
        metrics.brokerDropped(500, true);
        assertThat(dropped()).isZero();
        metrics.brokerDropped(502, false);
        assertThat(dropped()).isEqualTo(2);
    }

    @Test
    void restartsCountingWithARestartedBroker() {
        metrics.brokerDropped(500, true);
        metrics.brokerDropped(1, false);
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void knowsNoStoredMessagesBeforeTheBrokerTells() {
        assertThat(registry.get("wattline.broker.stored.messages").gauge().value())
                .isNaN();
        metrics.brokerStored(7);
        assertThat(registry.get("wattline.broker.stored.messages").gauge().value())
                .isEqualTo(7);
    }
}
