package io.wattline.telemetry;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// Reads RFC 3339 date-times strictly: `2026-11-20T15:00:00.25+01:00`.
///
/// Capital `T` and `Z`, seconds required, any number of fraction digits (those past nanoseconds are cut), an offset of
/// up to ±23:59, and `-00:00` read as UTC. No leap second, no hour 24, no year of other than four digits.
/// `OffsetDateTime.parse` takes forms that RFC 3339 does not have (no seconds, offsets with seconds) and refuses some
/// that it has (offsets beyond ±18:00); hence a reader of our own.
final class Rfc3339 {

    private static final int SECONDS_A_DAY = 86_400;
    private static final int FRACTION = 19;

    private Rfc3339() {}

    /// The instant written in `text[from, from + length)`, or null if it is not in this form.
    static @Nullable Instant parse(char[] text, int from, int length) {
        if (length < FRACTION + 1 || !hasSeparators(text, from)) {
            return null;
        }
        int year = digits(text, from, 4);
        int month = digits(text, from + 5, 2);
        int day = digits(text, from + 8, 2);
        int hour = digits(text, from + 11, 2);
        int minute = digits(text, from + 14, 2);
        int second = digits(text, from + 17, 2);
        if ((year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        int end = from + length;
        int offsetStart = endOfFraction(text, from + FRACTION, end);
        int offsetSeconds = offsetStart < 0 ? BAD : offset(text, offsetStart, end);
        if (offsetSeconds == BAD) {
            return null;
        }
        long local =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(local - offsetSeconds, nanos(text, from + FRACTION, offsetStart));
    }

    private static final int BAD = Integer.MIN_VALUE;

    private static boolean hasSeparators(char[] text, int from) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + 10] == 'T'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    /// The number in `count` digits, negative if one of them is none.
    private static int digits(char[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// Where the offset begins; negative for a point without digits.
    private static int endOfFraction(char[] text, int from, int end) {
        if (text[from] != '.') {
            return from;
        }
        int i = from + 1;
        while (i < end && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i == from + 1 ? -1 : i;
    }

    private static int nanos(char[] text, int from, int end) {
        int nanos = 0;
        int weight = 100_000_000;
        for (int i = from + 1; i < end && weight > 0; i++, weight /= 10) {
            nanos += (text[i] - '0') * weight;
        }
        return nanos;
    }

    /// Seconds east of UTC, or [#BAD].
    private static int offset(char[] text, int from, int end) {
        if (end - from == 1) {
            return text[from] == 'Z' ? 0 : BAD;
        }
        if (end - from != 6 || text[from + 3] != ':' || (text[from] != '+' && text[from] != '-')) {
            return BAD;
        }
        int hours = digits(text, from + 1, 2);
        int minutes = digits(text, from + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return BAD;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return text[from] == '+' ? seconds : -seconds;
    }
}
