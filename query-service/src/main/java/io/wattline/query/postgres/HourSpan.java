package io.wattline.query.postgres;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Optional;

/// Whole UTC hours or days, `[since, until)`; none where both are the same.
///
/// @param since where the first one starts
/// @param until where the last one ends
public record HourSpan(Instant since, Instant until) {

    /// The whole hours in `window`, as far as they are in `limit`.
    public static HourSpan hoursIn(TimeWindow window, Optional<TimeWindow> limit) {
        return limit.map(within -> whole(
                        later(window.start(), within.start()), earlier(window.end(), within.end()), ChronoUnit.HOURS))
                .orElse(new HourSpan(window.end(), window.end()));
    }

    /// The whole UTC days in these hours.
    public HourSpan days() {
        return whole(since, until, ChronoUnit.DAYS);
    }

    public boolean isEmpty() {
        return since.equals(until);
    }

    private static HourSpan whole(Instant start, Instant end, TemporalUnit unit) {
        Instant floor = start.truncatedTo(unit);
        Instant since = floor.equals(start) ? floor : floor.plus(1, unit);
        Instant until = end.truncatedTo(unit);
        return since.isBefore(until) ? new HourSpan(since, until) : new HourSpan(end, end);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
