package io.wattline.sim.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How fast the past is replayed.
///
/// @param factor seconds of data a second, 0.001 to 1,000,000; positive infinity for as fast as it will go
public record Speed(double factor) {

    /// As fast as acknowledgements allow.
    public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    /// One second a second.
    public static final Speed REALTIME = new Speed(1);

    private static final Pattern TIMES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)x");

    public Speed {
        if (!(factor >= 0.001 && factor <= 1_000_000) && factor != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a speed is max, realtime or 0.001x to 1000000x");
        }
    }

    /// Reads `max`, `realtime` or a factor such as `60x`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Speed parse(String text) {
        return switch (text) {
            case "max" -> MAX;
            case "realtime" -> REALTIME;
            default -> {
                Matcher times = TIMES.matcher(text);
                yield new Speed(times.matches() ? Double.parseDouble(times.group(1)) : Double.NaN);
            }
        };
    }

    boolean isMax() {
        return factor == Double.POSITIVE_INFINITY;
    }
}
