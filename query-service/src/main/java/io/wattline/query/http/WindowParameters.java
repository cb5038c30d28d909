package io.wattline.query.http;

import io.wattline.query.performance.TimeWindow;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The parameters `startTime` (inclusive) and `endTime` (exclusive).
///
/// Without `endTime` the window ends now; without `startTime` it starts 24 hours before its end.
///
/// @param maxLength the longest window, inclusive
/// @param clock says what now is
record WindowParameters(Duration maxLength, InstantSource clock) {

    static final String START = "startTime";
    static final String END = "endTime";

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

    /// The window that was asked for.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 naming the parameter that is wrong
    TimeWindow read(Query query) {
        Optional<Instant> givenEnd = instant(query, END);
        Instant end = givenEnd.orElseGet(() -> Reading.truncateToMicros(clock.instant()));
        Instant start = instant(query, START).orElseGet(() -> end.minus(DEFAULT_LENGTH));
        if (!start.isBefore(end)) {
            String bound = givenEnd.isPresent() ? END : END + ", which is now where it is not given";
            throw Problem.badParameter(START, "must be before " + bound).asException();
        }
        if (Duration.between(start, end).compareTo(maxLength) > 0) {
            throw Problem.badParameter(START, "must be at most " + maxLength.toDays() + " days before " + END)
                    .asException();
        }
        return new TimeWindow(start, end);
    }

    private static Optional<Instant> instant(Query query, String name) {
        return query.one(name)
                .map(text -> Timestamps.parse(text)
                        .orElseThrow(() ->
                                Problem.badParameter(name, Timestamps.EXPECTED).asException()));
    }
}
