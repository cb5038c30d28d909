package io.wattline.ingestor.pipeline;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.MeterReading;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Late readings for a day that is closed.
class DeferralTest {

    private static final MeterReading LATE = Readings.meter("M1", -86_400);
    private static final HistoryDay CLOSED = HistoryDay.of(LATE);

    private final CommitterFixture fixture = new CommitterFixture();

    @Test
    void defersOnlyTheLateReadingsOfTheClosedDayAndAcknowledgesTheirMessage() throws InterruptedException {
        fixture.deferral.close(CLOSED);
        fixture.store.failsWith(locked());
        FakeDelivery mixed = FakeDelivery.of(new Decoded(
                List.of(LATE, Readings.meter("M1"), Readings.vehicle("V1", -86_400)),
                List.of(FakeDelivery.rejection(3))));

        assertThat(fixture.write(mixed)).isTrue();

        assertThat(fixture.deferral.readings())
                .extracting(DeferredReading::reading)
                .containsExactly(LATE);
        assertThat(fixture.store.readings())
                .containsExactlyInAnyOrder(Readings.meter("M1"), Readings.vehicle("V1", -86_400));
        assertThat(mixed.outcomes().deferred()).isOne();
        assertThat(fixture.accounts()).isEqualTo(new Accounts(4, 2, 0, 0, 1, 0, 0, 1, 0));
    }

    @Test
    void doesNotRetryAClosedDay() throws InterruptedException {
        fixture.closedDays.add(Set.of(CLOSED));

        assertThat(fixture.write(FakeDelivery.of(LATE))).isTrue();

        assertThat(fixture.store.tries()).isZero();
        assertThat(fixture.deferral.readings()).hasSize(1);
    }

    @Test
    void neverDefersAReadingOfTheCurrentDay() throws InterruptedException {
        fixture.deferral.close(HistoryDay.of(Readings.meter("M1")));
        fixture.store.failsWith(locked());

        assertThat(fixture.write(FakeDelivery.of(Readings.meter("M1")))).isTrue();

        assertThat(fixture.deferral.readings()).isEmpty();
        assertThat(fixture.store.readings()).hasSize(1);
    }

    @Test
    void waitsWhenTheLockIsElsewhere() throws InterruptedException {
        fixture.store.failsWith(locked(), locked());

        assertThat(fixture.write(FakeDelivery.of(LATE))).isTrue();

        assertThat(fixture.deferral.readings()).isEmpty();
        assertThat(fixture.store.readings()).containsExactly(LATE);
    }

    @Test
    void defersWhenThePartitionCannotBeCreated() throws InterruptedException {
        fixture.deferral.close(CLOSED);
        fixture.store.lacksPartitions(new StoreFault.Misconfigured("SQLSTATE 42501 no", new IllegalStateException()));

        assertThat(fixture.write(FakeDelivery.of(LATE))).isTrue();

        assertThat(fixture.deferral.readings()).hasSize(1);
    }

    @Test
    void keepsTheMessageWhenTheDeferredQueueIsFull() throws InterruptedException {
        fixture.closedDays.add(Set.of(CLOSED));
        fixture.deferral.refuses(5);
        FakeDelivery late = FakeDelivery.of(LATE);
        FakeDelivery other = FakeDelivery.of(Readings.meter("M2"));

        assertThat(fixture.givesUpWhenAsked(3).write(late, other)).isFalse();

        assertThat(late.end()).isEqualTo("kept");
        assertThat(fixture.health.complaint()).contains("08006");
        assertThat(fixture.store.readings()).hasSize(1);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 1, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void writesDeferredReadingsOnceTheDayIsOpen() throws Exception {
        var deferral = new FakeDeferralStore().close(CLOSED);
        var store = new FailingStore().failsWith(locked());
        try (var pool = PoolFixture.deferring(10, store, deferral)) {
            FakeDelivery late = FakeDelivery.of(LATE);
            pool.offer(late);
            eventually("acknowledged", () -> PoolFixture.allAcknowledged(late));
            assertThat(store.readings()).isEmpty();

            deferral.open(CLOSED);

            eventually("stored", () -> store.readings().contains(LATE));
            eventually("forgotten", () -> deferral.readings().isEmpty());
            assertThat(pool.accounts()).isEqualTo(new Accounts(2, 1, 0, 0, 0, 0, 0, 1, 0));
        }
    }

    private static StoreFault locked() {
        return new StoreFault.Locked("SQLSTATE 55P03 lock timeout", new IllegalStateException());
    }
}
