package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.testing.Readings;
import org.junit.jupiter.api.Test;

class BatchCommitterTest {

    private final CommitterFixture fixture = new CommitterFixture();
    private final FakeDelivery delivery =
            FakeDelivery.of(Readings.meter("M1"), Readings.meter("M1"), Readings.vehicle("V1", 0));

    @Test
    void writesTheWholeBatchInOneTransaction() throws InterruptedException {
        assertThat(fixture.write(delivery, FakeDelivery.garbage())).isTrue();

        assertThat(fixture.store.commitSizes()).containsExactly(4);
        assertThat(delivery.counts()).containsExactly(2, 1, 0);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(4, 2, 1, 0, 1, 0, 0, 0));
    }

    @Test
    void keepsTheBatchAndRetriesTransientFaults() throws InterruptedException {
        fixture.store.failsWith(FailingStore.unavailable(), FailingStore.unavailable(), misconfigured());

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isEqualTo(4);
        assertThat(fixture.store.commitSizes()).containsExactly(3);
        assertThat(delivery.counts()).containsExactly(2, 1, 0);
    }

    @Test
    void reportsWhyItIsNotStoringUntilItIs() throws InterruptedException {
        fixture.store.failsWith(misconfigured());

        assertThat(fixture.givesUpWhenAsked(1).write(delivery)).isFalse();
        assertThat(fixture.health.complaint()).isEqualTo("misconfigured: SQLSTATE 42501 permission denied");

        assertThat(fixture.givesUpWhenAsked(100).write(FakeDelivery.of(Readings.meter("M2"))))
                .isTrue();
        assertThat(fixture.health.complaint()).isNull();
    }

    @Test
    void treatsAStoreThatBreaksItsContractAsUnavailable() throws InterruptedException {
        fixture.store.failsWith(new IllegalStateException("a bug"), new IndexOutOfBoundsException("another"));

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isEqualTo(3);
        assertThat(delivery.counts()).containsExactly(2, 1, 0);
    }

    @Test
    void createsMissingPartitionsAndStoresAtOnce() throws InterruptedException {
        fixture.store.lacksPartitions();

        assertThat(fixture.givesUpWhenAsked(1).write(delivery)).isTrue();

        assertThat(fixture.store.partitionsMade()).isOne();
        assertThat(fixture.store.tries()).isEqualTo(2);
    }

    @Test
    void retriesPartitionsThatCannotBeCreatedNow() throws InterruptedException {
        fixture.store.lacksPartitions(
                FailingStore.unavailable(),
                new IllegalStateException("a bug"),
                // What refuses a partition says nothing about the readings: they must not end in quarantine.
                new StoreFault.BadData("SQLSTATE 23505 somebody else's row", new IllegalStateException()),
                misconfigured());

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.quarantine()).isEmpty();
        assertThat(delivery.counts()).containsExactly(2, 1, 0);
    }

    @Test
    void keepsUnstoredMessagesWhenToldToGiveUp() throws InterruptedException {
        fixture.store.failsWith(FailingStore.unavailable(), FailingStore.unavailable());

        assertThat(fixture.givesUpWhenAsked(2).write(delivery, FakeDelivery.garbage()))
                .isFalse();

        assertThat(delivery.end()).isEqualTo("kept");
        assertThat(fixture.store.commitSizes()).isEmpty();
        assertThat(fixture.accounts()).isEqualTo(new Accounts(4, 0, 0, 0, 0, 4, 0, 0));
    }

    @Test
    void stopsTryingWhenInterrupted() {
        fixture.store.failsWith(FailingStore.unavailable());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> fixture.commit(fixture.batch(delivery))).isInstanceOf(InterruptedException.class);
        assertThat(fixture.accounts().inFlight()).isEqualTo(3);
    }

    @Test
    void measuresEveryCommit() throws InterruptedException {
        fixture.store.failsWith(FailingStore.unavailable());
        fixture.write(delivery);
        fixture.write(FakeDelivery.of(Readings.meter("M2")));

        assertThat(fixture.registry.get("wattline.batch.rows").summary().count())
                .isEqualTo(2);
        assertThat(fixture.registry.get("wattline.batch.rows").summary().totalAmount())
                .isEqualTo(4);
        assertThat(fixture.registry.get("wattline.commit").timer().count()).isEqualTo(2);
    }

    private static StoreFault misconfigured() {
        return new StoreFault.Misconfigured("SQLSTATE 42501 permission denied", new IllegalStateException());
    }
}
