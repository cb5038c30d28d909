package io.wattline.query.series;

import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.performance.WindowTooFragmentedException;
import java.util.List;
import java.util.Optional;

/// Makes the series of a vehicle.
///
/// A vehicle whose meter changed inside the window is correlated part by part, also inside a bucket, and as in the
/// analysis of its performance all figures are over those parts. So the points add up to that analysis. Safe for all
/// threads.
public final class SeriesAnalysis {

    /// The most buckets of a series.
    public static final int MAX_BUCKETS = 2_000;

    /// The most changes of the meter in one window.
    static final int MAX_SEGMENTS = 200;

    private final SeriesHistory history;

    /// An analysis over `history`.
    public SeriesAnalysis(SeriesHistory history) {
        this.history = history;
    }

    /// The series of a vehicle; empty if nothing has ever named it.
    ///
    /// @throws IllegalArgumentException if the window has more than [#MAX_BUCKETS] buckets
    /// @throws WindowTooFragmentedException if its meter changed too often in the window
    public Optional<Series> of(String vehicleId, TimeWindow window, BucketLength length) {
        if (length.count(window) > MAX_BUCKETS) {
            throw new IllegalArgumentException("a series has at most " + MAX_BUCKETS + " buckets");
        }
        return history.inSnapshot(snapshot -> {
            List<MeterSegment> segments = snapshot.segments(vehicleId, window, MAX_SEGMENTS + 1);
            if (segments.size() > MAX_SEGMENTS) {
                throw new WindowTooFragmentedException(MAX_SEGMENTS);
            }
            if (segments.isEmpty() && !snapshot.isKnown(vehicleId)) {
                return Optional.empty();
            }
            PointsBuilder points = new PointsBuilder(window, length);
            for (MeterSegment segment : segments) {
                points.addMeter(snapshot.meterBuckets(segment.meterId(), segment.window(), length));
                points.addVehicle(snapshot.vehicleBuckets(vehicleId, segment.window(), length));
            }
            if (segments.isEmpty()) {
                points.addVehicle(snapshot.vehicleBuckets(vehicleId, window, length));
            }
            return Optional.of(new Series(vehicleId, window, length, segments, points.build()));
        });
    }
}
