package io.wattline.query.fleet;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Narrows windows to whole UTC hours.
final class WholeHours {

    private WholeHours() {}

    /// The hours that lie in `window` whole and end at `limit` at the latest; empty if there is none.
    static Optional<TimeWindow> within(TimeWindow window, Instant limit) {
        Instant floor = window.start().truncatedTo(ChronoUnit.HOURS);
        Instant start = floor.equals(window.start()) ? floor : floor.plus(1, ChronoUnit.HOURS);
        Instant lastWhole = window.end().truncatedTo(ChronoUnit.HOURS);
        Instant end = lastWhole.isBefore(limit) ? lastWhole : limit;
        return start.isBefore(end) ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
    }
}
