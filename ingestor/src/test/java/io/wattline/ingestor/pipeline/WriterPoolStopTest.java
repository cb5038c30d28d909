package io.wattline.ingestor.pipeline;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WriterPoolStopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void commitsAndAcknowledgesWhatIsInFlight() throws Exception {
        var store = new GatedStore();
        try (var fixture = new PoolFixture(2, 10, store)) {
            FakeDelivery[] deliveries = PoolFixture.deliveries(300);
            fixture.offer(deliveries);
            store.awaitFirstBatch();
            store.open();

            assertThat(fixture.pool.stop(PATIENCE)).isZero();

            assertThat(PoolFixture.allAcknowledged(deliveries)).isTrue();
            assertThat(fixture.accounts()).isEqualTo(new Accounts(300, 300, 0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void keepsMessagesThatCannotBeStoredInTime() throws Exception {
        var down = new RecordingStore() {
            @Override
            public Stored store(BatchContent content) {
                throw FailingStore.unavailable();
            }
        };
        try (var fixture = new PoolFixture(1, 2, down)) {
            FakeDelivery[] deliveries = PoolFixture.deliveries(5);
            fixture.offer(deliveries);
            eventually("tried", () -> fixture.health.complaint() != null);

            assertThat(fixture.pool.stop(Duration.ofMillis(20))).isEqualTo(5);

            assertThat(Arrays.stream(deliveries).map(FakeDelivery::end)).containsOnly("kept");
            Accounts accounts = fixture.accounts();
            assertThat(accounts.kept()).isEqualTo(accounts.received()).isPositive();
            assertThat(accounts.inFlight()).isZero();
        }
    }

    @Test
    void interruptsAHangingWriterAndKeepsItsBatch() throws Exception {
        var hanging = new GatedStore();
        try (var fixture = new PoolFixture(1, 100, hanging)) {
            FakeDelivery delivery = FakeDelivery.of(Readings.meter("M1"));
            fixture.offer(delivery);
            hanging.awaitFirstBatch();

            assertThat(fixture.pool.stop(Duration.ofMillis(20))).isEqualTo(1);

            assertThat(delivery.end()).isEqualTo("kept");
            assertThat(fixture.accounts()).isEqualTo(new Accounts(1, 0, 0, 0, 0, 1, 0, 0));
            assertThat(fixture.deaths).isEmpty();
        }
    }

    @Test
    @Timeout(10)
    void clockSetBackDoesNotProlongTheStop() throws Exception {
        var hanging = new GatedStore();
        var hours = new AtomicInteger();
        InstantSource ever = () -> Readings.NOON.minus(Duration.ofHours(hours.getAndIncrement()));
        try (var fixture = new PoolFixture(1, 100, hanging, ever)) {
            fixture.offer(FakeDelivery.of(Readings.meter("M1")));
            hanging.awaitFirstBatch();

            assertThat(fixture.pool.stop(Duration.ofMillis(20))).isEqualTo(1);
        }
    }
}
