package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollupRefresherIT {

    private final StoreFixture fixture = StoreFixture.bare();
    private final RollupRefresher refresher = new RollupRefresher(InstantSource.system());
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @AfterEach
    void close() {
        fixture.close();
    }

    private void refresh() throws SQLException {
        try (Connection connection = fixture.asIngest()) {
            refresher.round(connection);
        }
    }

    private List<String> meterHours() {
        return fixture.rows(
                "SELECT meter_id, extract(epoch FROM hour)::bigint, kwh, readings FROM meter_hourly ORDER BY 1, 2");
    }

    private void store(Instant at, String kwh) {
        fixture.storeAnyDay(Readings.meterContent(Readings.meter("M1", at, kwh)));
    }

    @Test
    void marksALateReadingAndSumsItsHour() throws SQLException {
        Instant late = hour.minus(Duration.ofHours(3));
        store(late.plusSeconds(60), "1.000001");
        store(late.plusSeconds(120), "0.5");
        assertThat(fixture.rows("SELECT count(*) FROM rollup_dirty")).containsExactly("2");

        refresh();

        assertThat(meterHours()).containsExactly("M1 " + late.getEpochSecond() + " 1.500001 2");
        assertThat(fixture.rows("SELECT count(*) FROM rollup_dirty")).containsExactly("0");
    }

    @Test
    void readingOfAnOpenHourNeedsNoMark() {
        store(hour.plusSeconds(30), "1");

        assertThat(fixture.rows("SELECT count(*) FROM rollup_dirty")).containsExactly("0");
    }

    /// It may be the nearest to a reading of the closed hour.
    @Test
    void aReadingWithinThePairingWindowBehindTheLastClosedHourIsMarked() {
        store(hour.plusMillis(29_999), "1");

        assertThat(fixture.rows("SELECT count(*) FROM rollup_dirty")).containsExactly("1");
    }

    @Test
    void duplicateNeedsNoMark() {
        store(hour.minusSeconds(7_200), "1");
        store(hour.minusSeconds(7_200), "1");

        assertThat(fixture.rows("SELECT count(*) FROM rollup_dirty")).containsExactly("1");
    }

    @Test
    void manyReadingsOfOneHourInOneBatchNeedOneMark() {
        fixture.storeAnyDay(Readings.meterContent(
                Readings.meter("M1", hour.minusSeconds(7_200), "1"),
                Readings.meter("M1", hour.minusSeconds(7_140), "1"),
                Readings.meter("M2", hour.minusSeconds(7_140), "1")));

        assertThat(fixture.rows("SELECT kind, device_id FROM rollup_dirty ORDER BY device_id"))
                .containsExactly("meter M1", "meter M2");
    }
}
