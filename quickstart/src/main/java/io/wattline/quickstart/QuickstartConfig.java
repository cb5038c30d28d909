package io.wattline.quickstart;

import io.wattline.settings.Settings;
import java.time.Duration;

/// What can be chosen on the command line, as `-Dquickstart.…=`.
///
/// @param devices how many meters, and as many vehicles
/// @param heartbeat how often each of them reports once the past is filled in
/// @param duration how long it runs; zero is until it is stopped
/// @param backfill how much history it begins with; zero is none
/// @param ports where the three servers listen
public record QuickstartConfig(int devices, Duration heartbeat, Duration duration, Duration backfill, Ports ports) {

    /// Ports on the loopback interface; 0 picks a free one.
    public record Ports(int http, int ingest, int mqtt) {}

    private static final Duration LONGEST = Duration.ofDays(365);

    /// Reads system properties; every error is noted in `settings`.
    public static QuickstartConfig read(Settings settings) {
        return new QuickstartConfig(
                settings.integer("quickstart.devices", 50, 1, 5_000),
                settings.duration(
                        "quickstart.heartbeat", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                settings.duration("quickstart.duration", Duration.ZERO, Duration.ZERO, LONGEST),
                settings.duration("quickstart.backfill", Duration.ofHours(24), Duration.ZERO, Duration.ofDays(29)),
                new Ports(
                        settings.integer("quickstart.http-port", 8080, 0, 65_535),
                        settings.integer("quickstart.ingest-port", 8081, 0, 65_535),
                        settings.integer("quickstart.mqtt-port", 1883, 0, 65_535)));
    }
}
