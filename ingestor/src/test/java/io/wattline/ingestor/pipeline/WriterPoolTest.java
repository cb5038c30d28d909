package io.wattline.ingestor.pipeline;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.testing.Readings;
import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WriterPoolTest {

    private final GatedStore store = new GatedStore();

    @Test
    void doesNotAcknowledgeBeforeCommit() throws Exception {
        try (var fixture = new PoolFixture(1, 100, store)) {
            FakeDelivery delivery = FakeDelivery.of(Readings.meter("M1"));
            fixture.offer(delivery);

            store.awaitFirstBatch();
            assertThat(delivery.end()).isEqualTo("open");
            assertThat(fixture.accounts()).isEqualTo(new Accounts(1, 0, 0, 0, 0, 0, 0, 1));

            store.open();
            eventually("acknowledged", () -> delivery.end().equals("acknowledged"));
            assertThat(fixture.accounts()).isEqualTo(new Accounts(1, 1, 0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void takesWaitingMessagesUpToTheMaximumBatch() throws Exception {
        try (var fixture = new PoolFixture(1, 4, store)) {
            FakeDelivery first = FakeDelivery.of(Readings.meter("first"));
            fixture.offer(first);
            store.awaitFirstBatch();
            FakeDelivery array = FakeDelivery.of(Readings.meters("array", 9));
            FakeDelivery[] next = PoolFixture.deliveries(6);
            fixture.offer(next);
            fixture.offer(array, FakeDelivery.of(Readings.meter("last")));

            store.open();

            eventually("all stored", () -> store.readings().size() == 17);
            // An array is never cut; it closes the batch that it overfills.
            assertThat(store.commitSizes()).containsExactly(1, 4, 11, 1);
        }
    }

    @Test
    void closesABatchAfterFourMebibytes() throws Exception {
        try (var fixture = new PoolFixture(1, 100, store)) {
            fixture.offer(FakeDelivery.of(Readings.meter("first")));
            store.awaitFirstBatch();
            for (int i = 0; i < 10; i++) {
                fixture.offer(FakeDelivery.of(Readings.meter("M" + i)).withBytes(1 << 20));
            }

            store.open();

            eventually("all stored", () -> store.readings().size() == 11);
            assertThat(store.commitSizes()).containsExactly(1, 4, 4, 2);
        }
    }

    @Test
    void skipsAbandonedDeliveries() throws Exception {
        try (var fixture = new PoolFixture(1, 100, store)) {
            FakeDelivery abandoned = FakeDelivery.of(Readings.meter("gone")).abandon();
            FakeDelivery waited = FakeDelivery.of(Readings.meter("M1"));
            store.open();
            fixture.offer(abandoned, waited);

            eventually("acknowledged", () -> waited.end().equals("acknowledged"));
            assertThat(abandoned.end()).isEqualTo("kept");
            assertThat(store.readings()).containsExactly(Readings.meter("M1"));
            assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 1, 0, 0, 0, 1, 0, 0));
        }
    }

    @Test
    void quarantinesAMessageThatMakesTheDecoderFail() throws Exception {
        try (var fixture = new PoolFixture(1, 100, store)) {
            store.open();
            FakeDelivery undecodable = FakeDelivery.undecodable();
            FakeDelivery good = FakeDelivery.of(Readings.meter("M1"));
            fixture.offer(undecodable, good);

            eventually("acknowledged", () -> PoolFixture.allAcknowledged(undecodable, good));
            assertThat(undecodable.counts()).containsExactly(0, 0, 1);
            assertThat(store.quarantine())
                    .singleElement()
                    .satisfies(row -> assertThat(row.rejection().detail()).contains("bug"));
            assertThat(fixture.deaths).isEmpty();
        }
    }

    @Test
    void severalWritersStoreEachReadingOnce() throws Exception {
        try (var fixture = new PoolFixture(4, 7, store)) {
            store.open();
            FakeDelivery[] deliveries = PoolFixture.deliveries(2_000);
            fixture.offer(deliveries);
            fixture.offer(PoolFixture.deliveries(500));

            eventually("all acknowledged", () -> fixture.accounts().duplicate() == 500);
            eventually("nothing in flight", () -> fixture.accounts().inFlight() == 0);
            assertThat(PoolFixture.allAcknowledged(deliveries)).isTrue();
            assertThat(store.readings()).hasSize(2_000);
            assertThat(fixture.accounts()).isEqualTo(new Accounts(2_500, 2_000, 500, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void reportsTheAgeOfTheOldestUnacknowledgedMessage() throws Exception {
        var clock = new SettableClock(Readings.NOON);
        try (var fixture = new PoolFixture(1, 100, store, clock)) {
            assertThat(fixture.pool.oldestUnacknowledgedAge()).isZero();

            fixture.offer(received(Readings.NOON));
            store.awaitFirstBatch();
            fixture.offer(received(Readings.NOON.plusSeconds(3)));
            clock.advance(Duration.ofSeconds(10));
            assertThat(fixture.pool.oldestUnacknowledgedAge()).isEqualTo(Duration.ofSeconds(10));
            assertThat(fixture.registry
                            .get("wattline.oldest.unacknowledged.age.seconds")
                            .gauge()
                            .value())
                    .isEqualTo(10.0);
            assertThat(fixture.registry.get("wattline.handoff.messages").gauge().value())
                    .isEqualTo(1.0);

            store.open();
            eventually(
                    "nothing waits",
                    () -> fixture.pool.oldestUnacknowledgedAge().isZero());
        }
    }

    @Test
    void dyingWriterKeepsItsBatchAndIsReported() throws Exception {
        var exhausted = new RecordingStore() {
            @Override
            public Stored store(BatchContent content) {
                throw new StackOverflowError();
            }
        };
        try (var fixture = new PoolFixture(1, 100, exhausted)) {
            FakeDelivery delivery = FakeDelivery.of(Readings.meter("M1"));
            fixture.offer(delivery);

            eventually("reported", () -> !fixture.deaths.isEmpty());
            assertThat(fixture.deaths.getFirst()).isInstanceOf(StackOverflowError.class);
            assertThat(delivery.end()).isEqualTo("kept");
        }
    }

    @Test
    void refusesAPoolWithoutBounds() {
        for (int writers : new int[] {0, 65}) {
            assertThatThrownBy(() -> new WriterPool.Config(writers, 1)).hasMessageContaining("1 to 64 writers");
        }
        for (int rows : new int[] {0, 100_001}) {
            assertThatThrownBy(() -> new WriterPool.Config(1, rows)).hasMessageContaining("1 to 100000 rows");
        }
    }

    private static FakeDelivery received(Instant receivedAt) {
        return FakeDelivery.of(Readings.meter("M1")).receivedAt(receivedAt);
    }
}
