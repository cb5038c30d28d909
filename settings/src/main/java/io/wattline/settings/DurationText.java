package io.wattline.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How durations are written: as ISO 8601 says, and as people write them otherwise.
final class DurationText {

    /// Too short to be a password, so that it may be answered in other words.
    private static final Pattern SHORTHAND = Pattern.compile("([0-9]{1,6}) ?(ms|s|m|min|h|d)");

    private DurationText() {}

    /// The duration, or null if the text is none.
    static @Nullable Duration iso8601(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The ISO 8601 form of a number with a unit, such as `24h`; empty for everything else.
    static Optional<String> meantBy(String text) {
        Matcher shorthand = SHORTHAND.matcher(text.toLowerCase(Locale.ROOT));
        if (!shorthand.matches()) {
            return Optional.empty();
        }
        String number = shorthand.group(1);
        return Optional.of(
                switch (shorthand.group(2)) {
                    case "ms" -> Duration.ofMillis(Long.parseLong(number)).toString();
                    case "d" -> "P" + number + "D";
                    case "m", "min" -> "PT" + number + "M";
                    default -> "PT" + number + shorthand.group(2).toUpperCase(Locale.ROOT);
                });
    }
}
