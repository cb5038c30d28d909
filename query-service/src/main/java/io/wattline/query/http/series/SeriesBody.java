package io.wattline.query.http.series;

import io.wattline.energy.Energy;
import io.wattline.query.http.MeterPeriod;
import io.wattline.query.http.ReadingCounts;
import io.wattline.query.http.TimeRange;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.series.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A series, member for member.
record SeriesBody(
        String vehicleId,
        @Nullable String meterId,
        List<MeterPeriod> meters,
        TimeRange timeRange,
        String bucket,
        List<Point> points) {

    /// One bucket. An energy is null where no reading was taken, which is not the same as 0.
    record Point(
            Instant start,
            Instant end,
            @Nullable BigDecimal energyConsumedAc,
            @Nullable BigDecimal energyDeliveredDc,
            @Nullable BigDecimal efficiencyRatio,
            @Nullable BigDecimal averageBatteryTemp,
            @Nullable Float soc,
            ReadingCounts readings) {

        static Point of(Series.Point point) {
            @Nullable BigDecimal ac = point.meterReadings() == 0 ? null : point.kwhAc();
            @Nullable
            BigDecimal dc = point.dc().readings() == 0 ? null : point.dc().kwh();
            return new Point(
                    point.window().start(),
                    point.window().end(),
                    ac,
                    dc,
                    ac == null || dc == null ? null : new Energy(ac, dc).ratio(),
                    point.dc().meanTemperature(),
                    point.soc(),
                    new ReadingCounts(point.meterReadings(), point.dc().readings()));
        }
    }

    static SeriesBody of(Series series) {
        List<MeterSegment> segments = series.segments();
        return new SeriesBody(
                series.vehicleId(),
                segments.isEmpty() ? null : segments.getLast().meterId(),
                segments.stream().map(MeterPeriod::of).toList(),
                TimeRange.of(series.window()),
                series.length().text(),
                series.points().stream().map(Point::of).toList());
    }
}
