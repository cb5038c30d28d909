package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.RejectReason;
import org.junit.jupiter.api.Test;

/// One device and timestamp with other values: the first ones count, the others are kept in quarantine.
class ConflictTest {

    private final CommitterFixture fixture = new CommitterFixture(10);

    @Test
    void otherValuesOfAStoredKeyAreAConflictInQuarantine() throws InterruptedException {
        fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "1")));
        FakeDelivery other = FakeDelivery.of(Readings.meter("M1", Readings.NOON, "2"));

        assertThat(fixture.write(other)).isTrue();

        assertThat(other.conflicts()).isOne();
        assertThat(other.counts()).containsExactly(0, 0, 0);
        assertThat(fixture.store.readings()).containsExactly(Readings.meter("M1", Readings.NOON, "1"));
        QuarantineRow row = fixture.store.quarantine().getFirst();
        assertThat(row.rejection().reason()).isEqualTo(RejectReason.CONFLICT);
        assertThat(row.rejection().payload())
                .isEqualTo(PayloadEncoder.encode(Readings.meter("M1", Readings.NOON, "2")));
        assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void sameValuesAgainAreADuplicate() throws InterruptedException {
        fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "1")));
        fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "1")));

        assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 1, 1, 0, 0, 0, 0, 0));
        assertThat(fixture.store.quarantine()).isEmpty();
    }

    @Test
    void conflictsBeyondTheQuarantinesCapAreOnlyCounted() throws InterruptedException {
        fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "100")));
        for (int i = 0; i < 12; i++) {
            fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "" + i)));
        }

        assertThat(fixture.accounts()).isEqualTo(new Accounts(13, 1, 0, 12, 0, 0, 0, 0));
        assertThat(fixture.store.quarantine()).hasSize(10);
        assertThat(fixture.suppressed()).isEqualTo(2);
    }

    @Test
    void doesNotAcknowledgeAConflictBeforeItIsInQuarantine() throws InterruptedException {
        fixture.write(FakeDelivery.of(Readings.meter("M1", Readings.NOON, "1")));
        fixture.store.refusesQuarantine(row -> true);
        FakeDelivery other = FakeDelivery.of(Readings.meter("M1", Readings.NOON, "2"));

        assertThat(fixture.givesUpWhenAsked(3).write(other)).isFalse();

        assertThat(other.end()).isEqualTo("kept");
        assertThat(fixture.accounts().balanced()).isTrue();
    }
}
