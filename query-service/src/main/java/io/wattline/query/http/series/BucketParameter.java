package io.wattline.query.http.series;

import io.wattline.query.performance.TimeWindow;
import io.wattline.query.series.BucketLength;
import io.wattline.query.series.SeriesAnalysis;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.ProblemException;
import io.wattline.runtime.http.Query;
import java.time.DateTimeException;
import java.time.Duration;

/// The parameter `bucket`: an ISO 8601 duration, `PT15M` where it is not given.
final class BucketParameter {

    static final String NAME = "bucket";

    private static final Duration USUAL = Duration.ofMinutes(15);

    // What Duration.parse takes is not bounded in length.
    private static final int MAX_LENGTH = 20;

    private BucketParameter() {}

    /// The length asked for, which cuts `window` into not too many buckets.
    ///
    /// @throws ProblemException 400 if it is none, or too short for the window
    static BucketLength read(Query query, TimeWindow window) {
        BucketLength length = query.one(NAME).map(BucketParameter::parse).orElseGet(() -> new BucketLength(USUAL));
        if (length.count(window) > SeriesAnalysis.MAX_BUCKETS) {
            throw Problem.badParameter(
                            NAME,
                            "must be longer, or the window shorter: it has " + length.count(window)
                                    + " buckets, and at most " + SeriesAnalysis.MAX_BUCKETS + " are answered")
                    .asException();
        }
        return length;
    }

    private static BucketLength parse(String text) {
        try {
            if (text.length() <= MAX_LENGTH) {
                return new BucketLength(Duration.parse(text));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Told below.
        }
        throw Problem.badParameter(NAME, "must be an ISO 8601 duration from PT1M to P1D that divides a day, like PT15M")
                .asException();
    }
}
