package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/// A change of the clocks is nothing to Wattline: with the database and this JVM in a zone that has one, every
/// UTC day has 24 hours.
class DaylightSavingIT {

    /// The zone that the test database's server is in.
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void dayOfAClockChangeHas24DistinctUtcHours() throws SQLException {
        Instant change = NEW_YORK.getRules()
                .previousTransition(Instant.now().minus(DAY.multipliedBy(2)))
                .getInstant();
        Instant day = change.truncatedTo(ChronoUnit.DAYS);
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(NEW_YORK));
        try (TestFleet fleet = new TestFleet()) {
            makePartitions(fleet, day);
            for (int hour = -24; hour < 48; hour++) {
                Instant at = day.plus(Duration.ofHours(hour)).plusSeconds(1_800);
                fleet.meter("M1", at, "1").vehicle("V1", at.plusSeconds(5), "0.9");
            }
            fleet.map("V1", "M1", null, null);
            try (TestApi api = new TestApi(fleet.asQuery())) {
                assertHours(api, day, day.plus(DAY), 24);
                assertHours(api, change.minusSeconds(3_600), change.plusSeconds(3_600), 2);
                assertHours(api, day.minus(DAY), day.plus(DAY.multipliedBy(2)), 72);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static void makePartitions(TestFleet fleet, Instant day) throws SQLException {
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            for (int shift = -1; shift <= 1; shift++) {
                var date = day.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(shift);
                DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, date);
                DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, date);
            }
        }
    }

    private static void assertHours(TestApi api, Instant start, Instant end, int hours) {
        JsonNode answer = api.get("/v1/analytics/performance/V1?startTime=" + start + "&endTime=" + end)
                .ok();
        assertThat(answer.at("/readings/meter").intValue()).isEqualTo(hours);
        // Each reading but the first of all ends a span of an hour.
        assertThat(answer.at("/matched/spans").intValue()).isGreaterThanOrEqualTo(hours - 1);
        assertThat(answer.path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo(Integer.toString(hours));
        assertThat(answer.path("efficiencyRatio").decimalValue()).isEqualByComparingTo("0.9");
    }
}
