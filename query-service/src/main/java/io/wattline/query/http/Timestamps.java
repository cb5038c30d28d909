package io.wattline.query.http;

import io.wattline.telemetry.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Timestamps in parameters and bodies: strict RFC 3339 with an offset, as devices send them.
public final class Timestamps {

    /// The error for any other value.
    public static final String EXPECTED =
            "must be an RFC 3339 time with seconds and an offset, like 2026-11-20T10:00:00Z or 2026-11-20T11:00:00+01:00,"
                    + " in the years 0001 to 9999 of UTC";

    /// The same for [#parseParameter].
    public static final String EXPECTED_PARAMETER = EXPECTED
            + "; or milliseconds since 1970 in 12 to 14 digits, or a date like 2026-11-20, which starts at 00:00 UTC";

    // The pattern refuses what OffsetDateTime would take besides: no seconds, years of more digits, offsets with
    // seconds.
    private static final Pattern RFC_3339 =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:(\\.[0-9]{1,9})[0-9]*)?"
                    + "(Z|[+-][0-9]{2}:[0-9]{2})");

    // Fewer digits would take seconds since 1970 for a day in January 1970.
    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{12,14}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    // RFC 3339 has years of four digits; a day is left for windows that start before the time given.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Timestamps() {}

    /// The instant of a query parameter: as [#parse], or milliseconds since 1970, or a date, which is its start in UTC.
    public static Optional<Instant> parseParameter(String text) {
        if (EPOCH_MILLIS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        return parse(DATE.matcher(text).matches() ? text + "T00:00:00Z" : text);
    }

    /// The instant, cut to whole microseconds; empty if `text` is not in this form or no such time exists.
    public static Optional<Instant> parse(String text) {
        Matcher matcher = RFC_3339.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        try {
            Instant instant = OffsetDateTime.parse(matcher.group(1) + fraction + matcher.group(3))
                    .toInstant();
            return Optional.of(Reading.truncateToMicros(instant))
                    .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
