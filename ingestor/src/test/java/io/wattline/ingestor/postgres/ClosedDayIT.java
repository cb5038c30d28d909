package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.FakeDelivery;
import io.wattline.ingestor.pipeline.PoolFixture;
import io.wattline.ingestor.testing.Readings;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A day that is over and cannot be written: the readings of other days do not wait for it.
class ClosedDayIT {

    private static final int A_DAY = 86_400;
    private static final LocalDate YESTERDAY =
            LocalDate.ofInstant(Readings.NOON, ZoneOffset.UTC).minusDays(1);
    private static final String PARTITION =
            "meter_history_" + YESTERDAY.toString().replace('-', '_');

    @Test
    void lateReadingForALockedDayDelaysNoOther() throws Exception {
        try (var fixture = new StoreFixture();
                var writers = PoolFixture.deferring(5, fixture.store, fixture.deferral());
                Connection locker = fixture.asSuperuser()) {
            locker.setAutoCommit(false);
            execute(locker, "LOCK TABLE " + PARTITION + " IN ACCESS EXCLUSIVE MODE");

            assertNoneWaitsFor(late("M1"), writers);

            locker.rollback();
            eventually("stored", () -> stored(fixture, "M1"));
            eventually("accepted", () -> writers.accounts().accepted() == 51);
            eventually(
                    "forgotten",
                    () -> fixture.rows("SELECT 1 FROM deferred_reading").isEmpty());
            assertThat(writers.accounts().balanced()).isTrue();
        }
    }

    @Test
    void lateReadingForADetachedDayDelaysNoOther() throws Exception {
        try (var fixture = new StoreFixture();
                var writers = PoolFixture.deferring(5, fixture.store, fixture.deferral())) {
            fixture.execute("ALTER TABLE meter_history DETACH PARTITION " + PARTITION);
            fixture.execute("ALTER TABLE " + PARTITION + " ADD COLUMN surplus integer");

            assertNoneWaitsFor(late("M2"), writers);

            fixture.execute("ALTER TABLE " + PARTITION + " DROP COLUMN surplus");
            eventually("stored", () -> stored(fixture, "M2"));
        }
    }

    private static void assertNoneWaitsFor(FakeDelivery late, PoolFixture writers) throws Exception {
        writers.offer(late);
        FakeDelivery[] others = PoolFixture.deliveries(50);
        writers.offer(others);
        eventually("acknowledged", () -> PoolFixture.allAcknowledged(others));
        assertThat(writers.accounts().accepted()).isEqualTo(50);
        // Nothing else that the same session brought could be acknowledged before it.
        eventually("acknowledged", () -> PoolFixture.allAcknowledged(late));
        assertThat(late.outcomes().deferred()).isOne();
    }

    private static FakeDelivery late(String meter) {
        return FakeDelivery.of(Readings.meter(meter, -A_DAY));
    }

    private static boolean stored(StoreFixture fixture, String meter) {
        return fixture.rows(
                        "SELECT meter_id FROM meter_history WHERE ts < '%sT00:00:00Z'".formatted(YESTERDAY.plusDays(1)))
                .equals(Arrays.asList(meter));
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
