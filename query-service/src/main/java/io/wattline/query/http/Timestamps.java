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

    /// What to tell whoever sent something else.
    public static final String EXPECTED =
            "must be an RFC 3339 time with seconds and an offset, like 2026-11-20T10:00:00Z or 2026-11-20T11:00:00+01:00";

    // The pattern refuses what OffsetDateTime would take besides: no seconds, years of more digits, offsets with
    // seconds.
    private static final Pattern RFC_3339 =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:(\\.[0-9]{1,9})[0-9]*)?"
                    + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private Timestamps() {}

    /// The instant, cut to whole microseconds; empty if `text` is not in this form or no such time exists.
    public static Optional<Instant> parse(String text) {
        Matcher matcher = RFC_3339.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        try {
            return Optional.of(
                    Reading.truncateToMicros(OffsetDateTime.parse(matcher.group(1) + fraction + matcher.group(3))
                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
