package io.wattline.ingestor.testing;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.QuarantineRow;
import io.wattline.ingestor.pipeline.Row;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Readings and rows, with the parts that a test does not care about filled in.
public final class Readings {

    /// When the tests began. A clock that stands still here agrees with [#NOON] about the day even when midnight
    /// passes, and is never ahead of the database's.
    public static final Instant BEGAN = Instant.now();

    /// When readings of a test are measured, unless it says otherwise: the day on which the tests began, for the
    /// database accepts only days near its own clock's.
    public static final Instant NOON = BEGAN.truncatedTo(ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);

    private Readings() {}

    public static MeterReading meter(String id, Instant measuredAt, String kwh) {
        return new MeterReading(id, measuredAt, energy(kwh), 230f);
    }

    public static MeterReading meter(String id, int secondsAfterNoon) {
        return meter(id, NOON.plusSeconds(secondsAfterNoon), "0.1");
    }

    /// A meter reading at noon.
    public static MeterReading meter(String id) {
        return meter(id, 0);
    }

    /// So many readings of one meter, a second apart.
    public static List<MeterReading> meters(String id, int count) {
        return IntStream.range(0, count).mapToObj(i -> meter(id, i)).toList();
    }

    public static VehicleReading vehicle(String id, Instant measuredAt, String kwh) {
        return new VehicleReading(id, measuredAt, energy(kwh), 50f, 30f);
    }

    public static VehicleReading vehicle(String id, int secondsAfterNoon) {
        return vehicle(id, NOON.plusSeconds(secondsAfterNoon), "0.1");
    }

    /// An absent value is null.
    public static VehicleReading vehicle(
            String id, Instant measuredAt, @Nullable Float soc, @Nullable Float batteryTemp) {
        return new VehicleReading(id, measuredAt, energy("0.1"), soc, batteryTemp);
    }

    /// A row as if each reading had come in a delivery of its own.
    public static <R extends Reading> List<Row<R>> rows(List<R> readings) {
        return IntStream.range(0, readings.size())
                .mapToObj(i -> new Row<>(readings.get(i), NOON.plusSeconds(1), i, 0))
                .toList();
    }

    public static BatchContent meterContent(MeterReading... readings) {
        return content(List.of(readings), List.of(), List.of());
    }

    public static BatchContent content(
            List<MeterReading> meters, List<VehicleReading> vehicles, List<QuarantineRow> quarantine) {
        return new BatchContent(rows(meters), rows(vehicles), quarantine);
    }

    /// An energy with the scale that readings have.
    public static BigDecimal energy(String kwh) {
        return new BigDecimal(kwh).setScale(Reading.KWH_SCALE);
    }
}
