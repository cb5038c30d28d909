package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Finding the rows that only the database refuses, among rows that it takes.
class BisectionTest {

    private static final BigDecimal BAD = Readings.energy("666");

    private final CommitterFixture fixture = new CommitterFixture(10_000);

    @Test
    void isolatesOneBadReadingAmongAThousand() throws InterruptedException {
        fixture.store.refusesRow(BisectionTest::isBad);
        FakeDelivery[] deliveries = IntStream.range(0, 1_000)
                .mapToObj(i -> FakeDelivery.of(meter("M" + i, 0, i == 617 ? "666" : "1")))
                .toArray(FakeDelivery[]::new);

        assertThat(fixture.write(deliveries)).isTrue();

        assertThat(fixture.store.readings()).hasSize(999);
        assertThat(fixture.store.quarantine())
                .singleElement()
                .satisfies(row -> assertThat(row.delivery()).isEqualTo(617));
        assertThat(deliveries).extracting(FakeDelivery::end).containsOnly("acknowledged");
        assertThat(deliveries[617].counts()).containsExactly(0, 0, 1);
        assertThat(fixture.accounts()).isEqualTo(new Accounts(1_000, 999, 0, 0, 1, 0, 0, 0));
        // Two tries a level of halving, and the quarantine row: not one try a row.
        assertThat(fixture.store.tries()).isLessThan(30);
        assertThat(fixture.health.complaint()).isNull();
    }

    @Test
    void quarantinesTheReadingWithItsPositionItsBytesAndTheReason() throws InterruptedException {
        fixture.store.refusesRow(BisectionTest::isBad);
        MeterReading bad = meter("M1", 2, "666");
        FakeDelivery delivery =
                FakeDelivery.of(new Decoded(List.of(meter("M1", 0, "1"), bad), List.of(FakeDelivery.rejection(1))));

        fixture.write(delivery);

        assertThat(delivery.counts()).containsExactly(1, 0, 2);
        Rejection rejection = fixture.store.quarantine().stream()
                .map(QuarantineRow::rejection)
                .filter(row -> row.reason() == RejectReason.OUT_OF_RANGE)
                .findFirst()
                .orElseThrow();
        assertThat(rejection.index()).isEqualTo(2);
        assertThat(rejection.payload()).isEqualTo(PayloadEncoder.encode(bad));
        assertThat(rejection.detail()).isEqualTo("refused by the database: SQLSTATE 22003 out of range");
    }

    @Test
    void firstOfEqualKeysStillWins() throws InterruptedException {
        fixture.store.refusesRow(BisectionTest::isBad);
        FakeDelivery first = FakeDelivery.of(meter("M5", 0, "1"));
        FakeDelivery second = FakeDelivery.of(meter("M5", 0, "2"));

        fixture.write(
                FakeDelivery.of(meter("M9", 0, "666")),
                first,
                FakeDelivery.of(meter("M1", 0, "666")),
                second,
                FakeDelivery.of(meter("M5", 0, "666")));

        assertThat(fixture.store.readings()).containsExactly(meter("M5", 0, "1"));
        assertThat(first.counts()).containsExactly(1, 0, 0);
        assertThat(second.counts()).containsExactly(0, 0, 0);
        assertThat(second.conflicts()).isOne();
    }

    @Test
    void keepsABatchWithARowThatTheQuarantineRefusesAfterCommittingTheRest() throws InterruptedException {
        fixture.store.refusesQuarantine(row -> row.delivery() == 1);
        fixture.givesUpWhenAsked(5);
        FakeDelivery garbage = FakeDelivery.garbage();
        FakeDelivery refused = FakeDelivery.garbage();
        FakeDelivery good = FakeDelivery.of(meter("M1", 0, "1"));

        assertThat(fixture.write(garbage, refused, good)).isFalse();

        assertThat(fixture.store.quarantine()).hasSize(1);
        assertThat(fixture.store.readings()).hasSize(1);
        assertThat(fixture.suppressed()).isZero();
        assertThat(refused.end()).isEqualTo("kept");
        assertThat(fixture.health.complaint()).contains("misconfigured", "the quarantine refuses a row");
        assertThat(fixture.accounts()).isEqualTo(new Accounts(3, 1, 0, 0, 1, 1, 0, 0));
    }

    @Test
    void countsARefusedReadingBeyondTheQuarantinesCapAsRejected() throws InterruptedException {
        var capped = new CommitterFixture(10);
        capped.store.refusesRow(BisectionTest::isBad);
        FakeDelivery delivery = FakeDelivery.of(
                IntStream.range(0, 12).mapToObj(i -> meter("M1", i, "666")).toList());

        assertThat(capped.write(delivery)).isTrue();

        assertThat(delivery.counts()).containsExactly(0, 0, 12);
        assertThat(capped.store.quarantine()).hasSize(10);
        assertThat(capped.suppressed()).isEqualTo(2);
    }

    @Test
    void agreesWithStoringTheGoodRowsOneByOne() throws InterruptedException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<MeterReading> readings = IntStream.range(0, 1 + random.nextInt(40))
                    .mapToObj(i ->
                            meter("M" + random.nextInt(4), random.nextInt(4), random.nextInt(6) == 0 ? "666" : "" + i))
                    .toList();
            assertRound(readings, "seed %d, round %d".formatted(seed, round));
        }
    }

    private static void assertRound(List<MeterReading> readings, String round) throws InterruptedException {
        var fixture = new CommitterFixture();
        fixture.store.refusesRow(BisectionTest::isBad);
        FakeDelivery[] deliveries = readings.stream().map(FakeDelivery::of).toArray(FakeDelivery[]::new);
        fixture.write(deliveries);

        Map<RecordingStore.Key, Reading> expected = new HashMap<>();
        for (int i = 0; i < readings.size(); i++) {
            MeterReading reading = readings.get(i);
            boolean bad = reading.kwh().equals(BAD);
            Reading held = bad ? null : expected.putIfAbsent(RecordingStore.Key.of(reading), reading);
            boolean fresh = !bad && held == null;
            assertThat(deliveries[i].counts())
                    .as(round)
                    .containsExactly(fresh ? 1 : 0, reading.equals(held) ? 1 : 0, bad ? 1 : 0);
            assertThat(deliveries[i].conflicts()).as(round).isEqualTo(held == null || reading.equals(held) ? 0 : 1);
        }
        assertThat(fixture.store.readings()).as(round).containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(fixture.accounts().balanced()).as(round).isTrue();
    }

    private static boolean isBad(Row<?> row) {
        return row.reading().kwh().equals(BAD);
    }

    private static MeterReading meter(String id, int seconds, String kwh) {
        return Readings.meter(id, Readings.NOON.plusSeconds(seconds), kwh);
    }
}
