package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DatabaseTimeouts;
import io.wattline.ingestor.pipeline.FakeDelivery;
import io.wattline.ingestor.pipeline.PoolFixture;
import io.wattline.ingestor.testing.Readings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A database too slow for a whole batch within its time-out.
class SlowDatabaseIT {

    private static final Duration LIMIT = Duration.ofMillis(500);

    /// 100 rows take two seconds.
    private static final String SLOW = """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
            CREATE TRIGGER slow BEFORE INSERT ON meter_history FOR EACH ROW EXECUTE FUNCTION slow();
            """;

    @Test
    void storesABatchThatExceedsTheStatementTimeoutInParts() throws Exception {
        try (var fixture = StoreFixture.within(DatabaseTimeouts.ofStatement(LIMIT))) {
            assertStored(fixture);
        }
    }

    private static void assertStored(StoreFixture fixture) throws Exception {
        fixture.execute(SLOW);
        try (var writers = new PoolFixture(1, 100, fixture.store)) {
            FakeDelivery delivery = FakeDelivery.of(Readings.meters("M1", 100));
            writers.offer(delivery);

            eventually("acknowledged", () -> delivery.end().equals("acknowledged"));

            assertThat(delivery.counts()).containsExactly(100, 0, 0);
            assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("100");
        }
    }
}
