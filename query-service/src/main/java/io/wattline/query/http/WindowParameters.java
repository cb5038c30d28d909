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
public record WindowParameters(Duration maxLength, InstantSource clock) {

    public static final String START = "startTime";
    public static final String END = "endTime";

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

    /// The window that was asked for.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 naming the parameter that is wrong
    public TimeWindow read(Query query) {
        Optional<Instant> givenEnd = end(query);
        Instant end = givenEnd.orElseGet(() -> Reading.truncateToMicros(clock.instant()));
        Instant start = start(query).orElseGet(() -> end.minus(DEFAULT_LENGTH));
        if (!start.isBefore(end)) {
            String bound = givenEnd.isPresent() ? END : END + ", which is now where it is not given";
            throw Problem.badParameter(START, "must be before " + bound).asException();
        }
        return requireAllowed(new TimeWindow(start, end));
    }

    /// The same window, if it is not too long.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 if it is
    public TimeWindow requireAllowed(TimeWindow window) {
        if (window.length().compareTo(maxLength) > 0) {
            throw Problem.badParameter(START, "must be at most " + maxLength.toDays() + " days before " + END)
                    .asException();
        }
        return window;
    }

    /// The start, where it is given.
    public Optional<Instant> start(Query query) {
        return instant(query, START);
    }

    /// The end, where it is given.
    public Optional<Instant> end(Query query) {
        return instant(query, END);
    }

    private static Optional<Instant> instant(Query query, String name) {
        return query.one(name)
                .map(text -> Timestamps.parseParameter(text)
                        .orElseThrow(() -> Problem.badParameter(name, Timestamps.EXPECTED_PARAMETER)
                                .asException()));
    }
}
