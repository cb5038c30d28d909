package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.Accounts;
import io.wattline.ingestor.pipeline.FakeDelivery;
import io.wattline.ingestor.pipeline.PoolFixture;
import io.wattline.ingestor.testing.Readings;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Writers over a real database.
class PipelineIT {

    @Test
    void quarantinesAReadingThatOnlySqlRefusesAndStoresAllOthers() throws Exception {
        try (var fixture = new StoreFixture();
                var writers = new PoolFixture(2, 5_000, fixture.store)) {
            fixture.execute("ALTER TABLE meter_history ADD CONSTRAINT no_666 CHECK (kwh <> 666)");
            FakeDelivery[] deliveries = new FakeDelivery[1_000];
            Arrays.setAll(
                    deliveries, i -> FakeDelivery.of(Readings.meter("M" + i, Readings.NOON, i == 500 ? "666" : "1")));
            writers.offer(deliveries);

            eventually("all acknowledged", () -> PoolFixture.allAcknowledged(deliveries));

            assertThat(writers.accounts()).isEqualTo(new Accounts(1_000, 999, 0, 0, 1, 0, 0, 0));
            assertThat(fixture.rows("SELECT count(*), sum(kwh) FROM meter_history"))
                    .containsExactly("999 999.000000");
            assertThat(fixture.rows("""
                    SELECT reason, item_index, convert_from(payload, 'UTF8') LIKE '%"M500"%' FROM rejected_message
                    """)).containsExactly("out_of_range 0 t");
        }
    }

    @Test
    void readingsWithoutAPartitionWaitAndAreNotRejected() throws Exception {
        try (var fixture = StoreFixture.bare();
                var writers = new PoolFixture(1, 10, fixture.store)) {
            FakeDelivery meter = FakeDelivery.of(Readings.meter("M1"));
            FakeDelivery garbage = FakeDelivery.garbage();
            FakeDelivery late = FakeDelivery.of(Readings.vehicle("V1", -86_400 * 20));
            writers.offer(meter, garbage, late);

            eventually("all acknowledged", () -> PoolFixture.allAcknowledged(meter, garbage, late));
            assertThat(writers.accounts()).isEqualTo(new Accounts(3, 2, 0, 0, 1, 0, 0, 0));
        }
    }

    @Test
    void countsAnUnansweredCommitOnce() throws Exception {
        var losing = new AtomicReference<LosingDataSource>();
        try (var fixture = StoreFixture.behind(pool -> {
                    losing.set(new LosingDataSource(pool));
                    return losing.get();
                });
                var writers = new PoolFixture(1, 10, fixture.store)) {
            for (boolean carriedOut : new boolean[] {true, false}) {
                losing.get().loseNext(new LosingDataSource.Loss(carriedOut, "08006"));
                FakeDelivery delivery = FakeDelivery.of(Readings.meters(carriedOut ? "M1" : "M2", 10));
                writers.offer(delivery);
                eventually("acknowledged", () -> delivery.end().equals("acknowledged"));
                assertThat(delivery.counts()).containsExactly(10, 0, 0);
            }
            assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("20");
        }
    }
}
