package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.lease.StandingLeases;
import io.wattline.ingestor.lease.TrustedClock;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.pipeline.Delivery;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.Outcomes;
import io.wattline.ingestor.refusal.RefusalTally;
import io.wattline.ingestor.testing.Readings;
import io.wattline.ingestor.testing.SettableClock;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// The slots of one ingestor, started, with the test in the place of the writers.
final class SlotFixture implements AutoCloseable {

    private static final Outcomes ACCEPTED = new Outcomes(1, 0, 0, 0, List.of());

    final Handoff handoff = new Handoff(10_000, new MicrometerPipelineMetrics(new SimpleMeterRegistry()));
    final MeterRegistry registry = new SimpleMeterRegistry();
    final RefusalTally refusals = new RefusalTally(reason -> {});
    final SlotPool pool;
    private final int slots;

    SlotFixture(MqttConfig config) {
        var decoder = new PayloadDecoder(config.topic(), AcceptedWindow.DEFAULT);
        var clock = new SettableClock(Readings.NOON.plusSeconds(1));
        slots = config.slots();
        pool = new SlotPool(
                config,
                new SlotPool.Reception(handoff, decoder, TrustedClock.of(clock), new BytesInHand(64L << 20), refusals),
                StandingLeases.of(slots),
                new SlotMetrics(registry));
        IntStream.range(0, slots).forEach(pool::serve);
    }

    /// Returns once all slots are connected.
    static SlotFixture connected(MqttConfig config) throws Exception {
        var fixture = new SlotFixture(config);
        fixture.awaitConnected();
        return fixture;
    }

    static MqttConfig config(URI broker, int slots) {
        return config(new MqttEndpoint(broker, null, null, TlsFiles.NONE), slots);
    }

    static MqttConfig config(MqttEndpoint endpoint, int slots) {
        return new MqttConfig(endpoint, "test", slots, Duration.ofHours(1), new TelemetryTopic(""));
    }

    void awaitConnected() throws Exception {
        eventually("all slots connected", () -> connected() == slots);
    }

    /// How many slots are connected and subscribed.
    int connected() {
        return (int) registry.get("wattline.slot.connected").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /// Takes what is in the hand-off once so many deliveries are, in the order they came.
    List<Delivery> take(int count) throws Exception {
        eventually(count + " deliveries", () -> handoff.size() >= count);
        return handoff.remove(delivery -> true);
    }

    static void acknowledge(List<Delivery> deliveries) {
        deliveries.forEach(delivery -> delivery.acknowledge(ACCEPTED));
    }

    /// The readings in deliveries, in order.
    static List<Reading> readings(List<Delivery> deliveries) {
        return deliveries.stream()
                .flatMap(delivery -> delivery.decode().readings().stream())
                .toList();
    }

    /// A counter's value, all slots and causes together.
    int count(String name) {
        return (int) registry.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /// Drops the slots, whatever is in hand, and returns once they have disconnected.
    @Override
    public void close() {
        try {
            pool.stop(Duration.ofMillis(1));
            eventually("all slots ended", () -> pool.busy().isEmpty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
