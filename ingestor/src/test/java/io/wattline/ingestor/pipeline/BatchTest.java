package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final CommitterFixture fixture = new CommitterFixture(10);

    @Test
    void countsItemsNotMessages() {
        Batch batch = fixture.batch(
                FakeDelivery.of(Readings.meters("M1", 3)), FakeDelivery.garbage(), FakeDelivery.of(mixed()));

        assertThat(batch.deliveries()).isEqualTo(3);
        assertThat(batch.items()).isEqualTo(7);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(7, 0, 0, 0, 0, 0, 0, 7));
    }

    @Test
    void makesOneRowPerItem() {
        BatchContent content = fixture.batch(
                        FakeDelivery.of(Readings.meter("M1"), Readings.vehicle("V1", 0)), FakeDelivery.garbage())
                .content();

        assertThat(content.meters()).extracting(Row::delivery).containsExactly(0);
        assertThat(content.vehicles()).extracting(Row::ordinal).containsExactly(1);
        assertThat(content.quarantine()).extracting(QuarantineRow::delivery).containsExactly(1);
    }

    @Test
    void returnsTheSameContentAtEveryCall() {
        FakeDelivery[] garbage = new FakeDelivery[12];
        Arrays.setAll(garbage, i -> FakeDelivery.garbage());
        Batch batch = fixture.batch(garbage);

        BatchContent first = batch.content();

        assertThat(batch.content()).isEqualTo(first);
        assertThat(fixture.suppressed()).isEqualTo(2);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(12, 0, 0, 0, 2, 0, 0, 10));
    }

    @Test
    void findsThePositionOfAReadingInItsMessage() {
        Batch batch = fixture.batch(FakeDelivery.of(mixed()));

        assertThat(batch.content().meters()).extracting(batch::indexOf).containsExactly(0, 2);
    }

    @Test
    void acknowledgesEachDeliveryWithItsOwnOutcomes() {
        FakeDelivery array = FakeDelivery.of(mixed());
        FakeDelivery single = FakeDelivery.of(Readings.meter("M2"));
        Batch batch = fixture.batch(array, single);
        BatchContent content = batch.content();

        // Of the rows M1 at 0 s, M1 at 2 s and M2, history had the first.
        batch.committed(content, new BatchStore.Stored(BitSet.valueOf(new long[] {0b110}), new BitSet()), false);
        batch.acknowledge();

        assertThat(array.counts()).containsExactly(1, 1, 1);
        assertThat(single.counts()).containsExactly(1, 0, 0);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(4, 2, 1, 0, 1, 0, 0, 0));
    }

    @Test
    void countsItemsBeyondTheQuarantinesCapAsRejected() throws InterruptedException {
        FakeDelivery[] garbage = new FakeDelivery[12];
        Arrays.setAll(garbage, i -> FakeDelivery.garbage());

        fixture.write(garbage);

        assertThat(fixture.store.quarantine()).hasSize(10);
        assertThat(fixture.suppressed()).isEqualTo(2);
        assertThat(garbage).allSatisfy(delivery -> assertThat(delivery.counts()).containsExactly(0, 0, 1));
        assertThat(fixture.accounts()).isEqualTo(new Accounts(12, 0, 0, 0, 12, 0, 0, 0));
    }

    @Test
    void keepsOnlyItemsWithoutAnOutcome() {
        FakeDelivery array = FakeDelivery.of(mixed());
        Batch batch = fixture.batch(array, FakeDelivery.of(Readings.meter("M2")));
        BatchContent firstHalf = batch.content().halves().getFirst();

        batch.committed(firstHalf, new BatchStore.Stored(BitSet.valueOf(new long[] {0b11}), new BitSet()), false);
        batch.keep();

        assertThat(array.end()).isEqualTo("kept");
        assertThat(fixture.accounts()).isEqualTo(new Accounts(4, 2, 0, 0, 0, 2, 0, 0));
    }

    /// An array of three: the one in the middle is bad.
    private static Decoded mixed() {
        return new Decoded(
                List.of(Readings.meter("M1", 0), Readings.meter("M1", 2)),
                List.of(new Rejection(RejectReason.WRONG_TYPE, "voltage must be a number", 1, new byte[] {'{', '}'})));
    }
}
