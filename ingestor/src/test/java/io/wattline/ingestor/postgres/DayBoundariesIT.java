package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.MeterReading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Readings land in the partition of their UTC day, whatever zone the process runs in. The server of these tests
/// runs in America/New_York.
class DayBoundariesIT {

    /// Clocks change in New York, in Berlin, on Lord Howe Island by half an hour; then a leap day, ends of months,
    /// years.
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2026, 3, 8),
            LocalDate.of(2026, 11, 1),
            LocalDate.of(2026, 3, 29),
            LocalDate.of(2026, 10, 25),
            LocalDate.of(2026, 4, 5),
            LocalDate.of(2028, 2, 29),
            LocalDate.of(2027, 2, 28),
            LocalDate.of(2026, 12, 31));

    private final TimeZone ownZone = TimeZone.getDefault();

    @AfterEach
    void restore() {
        TimeZone.setDefault(ownZone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati"})
    void everyReadingIsInThePartitionOfItsUtcDay(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var fixture = StoreFixture.bare()) {
            DAYS.stream()
                    .flatMap(day -> Stream.of(day.minusDays(1), day, day.plusDays(1)))
                    .forEach(day -> fixture.makePartition("meter_history", day));
            BatchContent content = Readings.meterContent(
                    DAYS.stream().flatMap(day -> readings(day).stream()).toArray(MeterReading[]::new));

            Stored stored = fixture.store.store(content);

            assertThat(stored.newMeters().cardinality()).isEqualTo(content.rows());
            assertThat(fixture.rows("""
                    SELECT h.tableoid::regclass, (extract(epoch FROM h.ts) * 1000000)::bigint FROM meter_history AS h
                    ORDER BY h.ts
                    """))
                    .containsExactlyElementsOf(content.meters().stream()
                            .map(row -> row.reading().measuredAt())
                            .sorted()
                            .map(DayBoundariesIT::line)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Pacific/Kiritimati"})
    void partitionsAreMadeForUtcDays(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        LocalDate today = LocalDate.ofInstant(Readings.NOON, ZoneOffset.UTC);
        try (var fixture = StoreFixture.bare()) {
            BatchContent content = Readings.meterContent(readings(today).toArray(MeterReading[]::new));

            fixture.store.makePartitions(content);

            assertThat(fixture.partitionsOf("meter_history"))
                    .containsExactly(partition(today.minusDays(1)), partition(today), partition(today.plusDays(1)));
            assertThat(fixture.store.store(content).newMeters().cardinality()).isEqualTo(content.rows());
        }
    }

    /// Around both midnights, and once an hour between.
    private static List<MeterReading> readings(LocalDate day) {
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant nextMidnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var readings = new ArrayList<MeterReading>();
        for (Instant instant : List.of(midnight, nextMidnight)) {
            readings.add(Readings.meter("M1", instant.minusNanos(1_000), "1"));
            readings.add(Readings.meter("M1", instant, "1"));
        }
        for (int hour = 1; hour < 24; hour++) {
            readings.add(Readings.meter("M1", midnight.plusSeconds(hour * 3_600L), "1"));
        }
        return readings;
    }

    private static String line(Instant measuredAt) {
        LocalDate day = measuredAt.atOffset(ZoneOffset.UTC).toLocalDate();
        long micros = measuredAt.getEpochSecond() * 1_000_000 + measuredAt.getNano() / 1_000;
        return partition(day) + " " + micros;
    }

    private static String partition(LocalDate day) {
        return "meter_history_" + day.toString().replace('-', '_');
    }
}
