package io.wattline.ingestor.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/// The accounts of the MQTT sessions. Safe for all threads.
public final class SlotMetrics {

    private final MeterRegistry registry;
    private final Counter connects;
    private final Counter disconnects;
    private final Counter sessionsLost;

    public SlotMetrics(MeterRegistry registry) {
        this.registry = registry;
        connects = Counter.builder("wattline.mqtt.connects")
                .description("Connections made to the broker")
                .register(registry);
        disconnects = Counter.builder("wattline.mqtt.disconnects")
                .description("Connections to the broker that ended otherwise than by us closing them")
                .register(registry);
        sessionsLost = Counter.builder("wattline.mqtt.sessions.lost")
                .description(
                        "Reconnects on which the broker no longer knew the session, and with it what it had queued")
                .register(registry);
    }

    void watchConnected(IntSupplier connected) {
        Gauge.builder("wattline.mqtt.slots.connected", connected::getAsInt)
                .description("Slots whose session is connected")
                .register(registry);
    }

    void connected() {
        connects.increment();
    }

    void disconnected() {
        disconnects.increment();
    }

    void sessionLost() {
        sessionsLost.increment();
    }
}
