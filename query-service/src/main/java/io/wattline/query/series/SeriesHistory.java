package io.wattline.query.series;

import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The port to mappings and readings in buckets.
public interface SeriesHistory {

    /// The sums of a meter's readings in a bucket; there is one at least.
    ///
    /// @param start where the whole bucket starts
    /// @param kwh their energy, exact
    record MeterBucket(Instant start, long readings, BigDecimal kwh) {}

    /// The sums of a vehicle's readings in a bucket; there is one at least.
    ///
    /// @param start where the whole bucket starts
    /// @param soc the newest state of charge in it, in %; null if no reading carries one
    record VehicleBucket(
            Instant start, DcTotals totals, @Nullable Float soc) {}

    /// Runs `work` on one consistent state of the database, read only. The snapshot is gone when this returns.
    <T> T inSnapshot(Function<Snapshot, T> work);

    /// One consistent state. Used by the thread that runs the work, and by no other.
    interface Snapshot {

        /// Whether a mapping or a reading has ever named the vehicle.
        boolean isKnown(String vehicleId);

        /// The parts of `window` in which a meter fed the vehicle, in the order of time, at most `limit` of them.
        List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit);

        /// The meter's readings in `window`, by bucket; none where there are none.
        List<MeterBucket> meterBuckets(String meterId, TimeWindow window, BucketLength length);

        /// The vehicle's readings in `window`, by bucket; none where there are none.
        List<VehicleBucket> vehicleBuckets(String vehicleId, TimeWindow window, BucketLength length);
    }
}
