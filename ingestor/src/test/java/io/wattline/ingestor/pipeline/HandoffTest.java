package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.testing.Readings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HandoffTest {

    private static final Duration NO_PATIENCE = Duration.ofMillis(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Handoff handoff = new Handoff(3, new MicrometerPipelineMetrics(registry));
    private final FakeDelivery first = FakeDelivery.of(Readings.meter("M1"));
    private final FakeDelivery second = FakeDelivery.of(Readings.meter("M2"));
    private final FakeDelivery third = FakeDelivery.of(Readings.meter("M3"));

    @Test
    void deliversFirstInFirstOut() throws InterruptedException {
        offer(first, second);

        assertThat(handoff.take(NO_PATIENCE)).isSameAs(first);
        assertThat(handoff.takeNow()).isSameAs(second);
        assertThat(handoff.takeNow()).isNull();
        assertThat(handoff.take(NO_PATIENCE)).isNull();
    }

    @Test
    void refusesAMessageWithoutRoomInTime() throws InterruptedException {
        offer(first, second, third);

        assertThat(handoff.offer(FakeDelivery.garbage(), NO_PATIENCE)).isFalse();
        assertThat(handoff.size()).isEqualTo(3);
        handoff.takeNow();
        assertThat(handoff.offer(FakeDelivery.garbage(), NO_PATIENCE)).isTrue();
    }

    @Test
    void removesMatchingMessagesAndKeepsTheOrderOfTheRest() throws InterruptedException {
        offer(first, second, third);

        List<Delivery> removed = handoff.remove(delivery -> delivery != second);

        assertThat(removed).containsExactly(first, third);
        assertThat(handoff.size()).isOne();
        assertThat(handoff.takeNow()).isSameAs(second);
    }

    @Test
    void countsAMessageAsReceivedWhenOffered() throws InterruptedException {
        offer(first, second, third);

        assertThat(Accounts.of(registry)).isEqualTo(new Accounts(3, 0, 0, 0, 0, 0, 0, 3));
    }

    @Test
    void countsRefusedAndRemovedMessagesAsKept() throws InterruptedException {
        offer(first, second, third);

        assertThat(handoff.offer(FakeDelivery.garbage(), NO_PATIENCE)).isFalse();
        assertThat(handoff.offer(FakeDelivery.garbage())).isFalse();
        handoff.remove(delivery -> delivery == second);

        assertThat(Accounts.of(registry)).isEqualTo(new Accounts(5, 0, 0, 0, 0, 3, 0, 2));
    }

    @Test
    void reportsTheArrivalOfItsOldestMessage() throws InterruptedException {
        assertThat(handoff.oldestReceivedAt()).isNull();

        offer(first.receivedAt(Readings.NOON), second.receivedAt(Readings.NOON.plusSeconds(5)));

        assertThat(handoff.oldestReceivedAt()).isEqualTo(Readings.NOON);
    }

    private void offer(FakeDelivery... deliveries) throws InterruptedException {
        for (Delivery delivery : Stream.of(deliveries).toList()) {
            assertThat(handoff.offer(delivery, NO_PATIENCE)).isTrue();
        }
    }
}
