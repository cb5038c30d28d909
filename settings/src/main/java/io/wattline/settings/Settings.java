package io.wattline.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads typed values out of the environment and collects every error.
///
/// A value that is missing takes its default; a value that is blank counts as missing. A value that is wrong is
/// noted as an error and its default is returned, so that reading goes on and the next error is found too.
///
/// An error names the key and says what belongs there. It repeats the value only where that is a number or a duration
/// that is out of bounds: anything else may be a password that went into the wrong line. Not thread-safe.
public final class Settings {

    private static final int MAX_COMPLAINT_CHARS = 200;

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    private Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Runs `reader` over `environment` and returns what it built.
    ///
    /// An [IllegalArgumentException] of the reader (a record that validates itself) counts as one more error,
    /// unless errors were noted before, which then caused it.
    ///
    /// @throws ConfigurationException with all errors, if there was any
    public static <T> T read(Map<String, String> environment, Function<Settings, T> reader) {
        Settings settings = new Settings(environment);
        @Nullable T result = null;
        try {
            result = reader.apply(settings);
        } catch (IllegalArgumentException e) {
            if (settings.errors.isEmpty()) {
                settings.errors.add(String.valueOf(e.getMessage()));
            }
        }
        if (result == null || !settings.errors.isEmpty()) {
            throw new ConfigurationException(settings.errors);
        }
        return result;
    }

    /// The text under `key`, or `fallback`.
    public String text(String key, String fallback) {
        return raw(key).orElse(fallback);
    }

    /// The text under `key`, if there is one.
    public Optional<String> optionalText(String key) {
        return raw(key);
    }

    /// The text under `key`; a missing one is an error that says what belongs there (`expected`).
    public String requiredText(String key, String expected) {
        return raw(key).orElseGet(() -> {
            reject(key, "is not set: " + expected);
            return "";
        });
    }

    /// The text under `key` if `pattern` matches the whole of it; `expected` says so in words.
    public String matching(String key, String fallback, Pattern pattern, String expected) {
        return parsed(key, fallback, expected, text -> pattern.matcher(text).matches() ? text : null, text -> true);
    }

    /// A whole number from `min` to `max`, both inclusive.
    public int integer(String key, int fallback, int min, int max) {
        return Math.toIntExact(longInteger(key, fallback, min, max));
    }

    /// A whole number from `min` to `max`, both inclusive.
    public long longInteger(String key, long fallback, long min, long max) {
        String expected = "a whole number from " + min + " to " + max;
        return parsed(key, fallback, expected, Settings::number, value -> value >= min && value <= max);
    }

    /// A duration as ISO 8601 writes it (`PT5S`, `P30D`), from `min` to `max`, both inclusive.
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        String expected = "a duration like PT5S or P30D, from " + min + " to " + max;
        Optional<String> meant = raw(key).flatMap(DurationText::meantBy);
        if (meant.isPresent()) {
            reject(key, "is no ISO 8601 duration: did you mean " + meant.get() + "? must be " + expected);
            return fallback;
        }
        return parsed(
                key,
                fallback,
                expected,
                DurationText::iso8601,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /// `on` or `off`.
    public boolean flag(String key, boolean fallback) {
        return parsed(
                key,
                fallback,
                "on or off",
                text -> switch (text) {
                    case "on", "true" -> Boolean.TRUE;
                    case "off", "false" -> Boolean.FALSE;
                    default -> null;
                },
                value -> true);
    }

    /// One of the constants of `fallback`'s enum, written in lower case.
    public <E extends Enum<E>> E choice(String key, E fallback) {
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        String expected = Arrays.stream(constants).map(Settings::written).collect(Collectors.joining(" or "));
        return parsed(
                key,
                fallback,
                expected,
                text -> Arrays.stream(constants)
                        .filter(constant -> written(constant).equals(text))
                        .findFirst()
                        .orElse(null),
                constant -> true);
    }

    /// The comma-separated parts of the text under `key`, trimmed, without empty ones; missing means none.
    public List<String> list(String key) {
        return raw(key).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// The path of a file that exists and that this process may read, if one is given.
    public Optional<Path> readableFile(String key) {
        return raw(key).flatMap(text -> SettingsFiles.readable(this, key, text));
    }

    /// A secret, given either as `key` itself or as the content of the file that `key_FILE` names, of which one
    /// trailing line end is dropped; both at once is an error. No error ever repeats the value.
    public Optional<Secret> secret(String key) {
        // Not stripped: a blank at the end may belong to the password.
        asked.add(key);
        Optional<String> inline = Optional.ofNullable(environment.get(key)).filter(text -> !text.isBlank());
        Optional<Path> file = readableFile(key + "_FILE");
        if (inline.isPresent() && raw(key + "_FILE").isPresent()) {
            reject(key, "is set together with " + key + "_FILE: give only one of them");
        }
        return inline.map(Secret::of).or(() -> file.flatMap(path -> SettingsFiles.secret(this, key, path)));
    }

    /// What `build` makes of several settings; its [IllegalArgumentException] is noted as an error of `key`, the
    /// one of them that most likely caused it, and `fallback` is returned, so that reading goes on. Its message is
    /// shown, so it must not repeat what it was given.
    public <T> T built(String key, T fallback, Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            reject(key, "cannot be used: " + oneLine(String.valueOf(e.getMessage())));
            return fallback;
        }
    }

    /// Notes an error about `key`, for checks that span several keys.
    ///
    /// @param complaint what is wrong and what to do, as the rest of a sentence that starts with the key
    public void reject(String key, String complaint) {
        errors.add(key + " " + complaint);
    }

    /// Every key that was asked for so far, set or not; so documentation can be held against the code.
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    Optional<String> raw(String key) {
        asked.add(key);
        return Optional.ofNullable(environment.get(key))
                .filter(text -> !text.isBlank())
                .map(String::strip);
    }

    private <T> T parsed(
            String key, T fallback, String expected, Function<String, @Nullable T> parser, Predicate<T> withinBounds) {
        Optional<String> raw = raw(key);
        if (raw.isEmpty()) {
            return fallback;
        }
        @Nullable T value = parser.apply(raw.get());
        if (value == null) {
            reject(key, "is something else, of length " + raw.get().length() + ": must be " + expected);
            return fallback;
        }
        if (!withinBounds.test(value)) {
            reject(key, "is " + value + ": must be " + expected);
            return fallback;
        }
        return value;
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    // What a record says of the values it refuses may be long, or have come from a file with line ends in it.
    private static String oneLine(String complaint) {
        String line = complaint.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MAX_COMPLAINT_CHARS ? line : line.substring(0, MAX_COMPLAINT_CHARS) + "...";
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
