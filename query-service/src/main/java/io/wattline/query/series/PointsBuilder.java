package io.wattline.query.series;

import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Puts buckets of several parts of a window into one row of points. Used by one thread.
final class PointsBuilder {

    private final TimeWindow window;
    private final BucketLength length;
    private final long first;
    private final long[] meterReadings;
    private final BigDecimal[] kwhAc;
    private final DcTotals[] dc;
    private final @Nullable Float[] soc;

    PointsBuilder(TimeWindow window, BucketLength length) {
        int count = Math.toIntExact(length.count(window));
        this.window = window;
        this.length = length;
        this.first = length.index(window.start());
        this.meterReadings = new long[count];
        this.kwhAc = new BigDecimal[count];
        this.dc = new DcTotals[count];
        this.soc = new @Nullable Float[count];
        Arrays.fill(kwhAc, BigDecimal.ZERO);
        Arrays.fill(dc, DcTotals.NONE);
    }

    void addMeter(List<SeriesHistory.MeterBucket> buckets) {
        for (SeriesHistory.MeterBucket bucket : buckets) {
            int i = position(bucket.start());
            meterReadings[i] += bucket.readings();
            kwhAc[i] = kwhAc[i].add(bucket.kwh());
        }
    }

    /// Adds the buckets of a part that lies behind the parts added before.
    void addVehicle(List<SeriesHistory.VehicleBucket> buckets) {
        for (SeriesHistory.VehicleBucket bucket : buckets) {
            int i = position(bucket.start());
            dc[i] = dc[i].plus(bucket.totals());
            @Nullable Float newest = bucket.soc();
            soc[i] = newest == null ? soc[i] : newest;
        }
    }

    List<Series.Point> build() {
        return IntStream.range(0, dc.length)
                .mapToObj(i -> new Series.Point(bounds(first + i), meterReadings[i], kwhAc[i], dc[i], soc[i]))
                .toList();
    }

    private int position(Instant start) {
        return Math.toIntExact(length.index(start) - first);
    }

    private TimeWindow bounds(long index) {
        Instant start = length.start(index);
        Instant end = length.start(index + 1);
        return new TimeWindow(
                start.isBefore(window.start()) ? window.start() : start,
                end.isAfter(window.end()) ? window.end() : end);
    }
}
