package io.wattline.query.fleet;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Narrows windows to whole UTC hours.
final class WholeHours {

    private WholeHours() {}

    /// The hours that lie in `window` whole and in `limit`; empty if there is none.
    static Optional<TimeWindow> within(TimeWindow window, Optional<TimeWindow> limit) {
        return limit.flatMap(hours -> within(window, hours));
    }

    private static Optional<TimeWindow> within(TimeWindow window, TimeWindow limit) {
        Instant floor = window.start().truncatedTo(ChronoUnit.HOURS);
        Instant ceiling = floor.equals(window.start()) ? floor : floor.plus(1, ChronoUnit.HOURS);
        Instant start = ceiling.isBefore(limit.start()) ? limit.start() : ceiling;
        Instant lastWhole = window.end().truncatedTo(ChronoUnit.HOURS);
        Instant end = lastWhole.isBefore(limit.end()) ? lastWhole : limit.end();
        return start.isBefore(end) ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
    }
}
