package io.wattline.query.series;

import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A vehicle's series.
///
/// @param vehicleId the vehicle
/// @param window what was asked for
/// @param length of its buckets
/// @param segments its mapped parts in the order of time; empty for an unmapped vehicle
/// @param points one for each bucket that the window touches, in the order of time
public record Series(
        String vehicleId, TimeWindow window, BucketLength length, List<MeterSegment> segments, List<Point> points) {

    /// One bucket.
    ///
    /// @param window the bucket, cut by the window asked for
    /// @param meterReadings how many readings of the meter that fed the vehicle at their time
    /// @param kwhAc their energy
    /// @param dc the vehicle's readings while a meter fed it; for an unmapped vehicle all of them
    /// @param soc the newest state of charge among them, in %; null if none carries one
    public record Point(
            TimeWindow window,
            long meterReadings,
            BigDecimal kwhAc,
            DcTotals dc,
            @Nullable Float soc) {}

    public Series {
        segments = List.copyOf(segments);
        points = List.copyOf(points);
    }
}
