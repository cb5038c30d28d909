package io.wattline.sim;

import java.time.Duration;

/// How long to wait for the broker.
///
/// @param connectTimeout for all connections to be made
/// @param drainTimeout for the last results once everything is sent
public record RunLimits(Duration connectTimeout, Duration drainTimeout) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /// Half a minute each.
    public static final RunLimits DEFAULT = new RunLimits(Duration.ofSeconds(30), Duration.ofSeconds(30));

    public RunLimits {
        if (!connectTimeout.isPositive() || connectTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a connect time-out is more than 0 and at most " + LONGEST);
        }
        if (!drainTimeout.isPositive() || drainTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a drain time-out is more than 0 and at most " + LONGEST);
        }
    }
}
